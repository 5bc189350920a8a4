export interface DeliveryTables {
  [none: string]: never
}
