export interface EngineTables {
  [none: string]: never
}
