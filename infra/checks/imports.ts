import { existsSync, readFileSync, readdirSync } from 'node:fs'
import path from 'node:path'

/** One import that the house does not allow, in words. */
export type Breach = string

const SOURCE = /\.(ts|tsx|mts)$/
const IMPORT = /(?:^|[\s;])(?:import|export)\s(?:[^'"`;]*?\sfrom\s+)?['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]/g

/** Who may import whom among the folders of the house; its own folder always, infra everything. */
const MAY: Record<string, string[]> = {
  contracts: [],
  bus: ['contracts'],
  functions: ['contracts', 'bus'],
  ui: ['contracts'],
}

/**
 * Checks one file (a path from the root, with its text) against the rule of the house (DESIGN, section 3):
 * contracts <- bus <- functions/<domain> (through one door), contracts <- ui, no domain imports another, nobody imports infra but infra
 * and tests, only bus/nats/ imports the NATS client, contracts import nothing but zod.
 */
export function breachesOf(file: string, text: string): Breach[] {
  const [layer = '', domain] = file.split('/')
  const allowed = MAY[layer]
  if (!allowed) return []
  const test = file.includes('.test.') || file.startsWith('bus/suite/')
  return importsOf(text).flatMap((name) => {
    const breach = (why: string) => [`${file} imports ${name}: ${why}`]
    if (!name.startsWith('.')) {
      if (name.startsWith('@nats-io/') && !file.startsWith('bus/nats/') && !test)
        return breach('only bus/nats/ speaks NATS')
      if (layer === 'contracts' && !test && !/^zod(\/|$)/.test(name))
        return breach('contracts import zod and nothing else')
      return []
    }
    const target = path.posix.normalize(path.posix.join(path.posix.dirname(file), name))
    const [targetLayer = '', targetDomain] = target.split('/')
    if (targetLayer === 'infra')
      return test && /^infra\/(test|stand-ins)\//.test(target) ? [] : breach('nobody imports infra')
    if (targetLayer !== layer && !allowed.includes(targetLayer)) return breach(`${layer} may not know ${targetLayer}`)
    const door = domain === 'edge' ? 'bus/gateway.ts' : 'bus/index.ts'
    if (layer === 'functions' && targetLayer === 'bus' && !test && target !== door) return breach(`the door is ${door}`)
    if (layer === 'functions' && targetLayer === 'functions' && targetDomain !== domain) {
      return breach('a domain asks another by message')
    }
    return []
  })
}

/** What a file imports, dynamic imports of plain names included. */
export function importsOf(text: string): string[] {
  const plain = text.replaceAll(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '')
  return [...plain.matchAll(IMPORT)].map(([, fixed, dynamic]) => fixed ?? dynamic ?? '')
}

/** Every breach below a root, over all files that the rule speaks of. */
export function allBreaches(root: string): Breach[] {
  const layers = Object.keys(MAY).filter((layer) => existsSync(path.join(root, layer)))
  return layers.flatMap((layer) =>
    readdirSync(path.join(root, layer), { recursive: true, encoding: 'utf8' })
      .filter((name) => SOURCE.test(name) && !/(^|\/)(dist|node_modules)\//.test(name))
      .flatMap((name) => {
        const file = path.posix.join(layer, name)
        return breachesOf(file, readFileSync(path.join(root, file), 'utf8'))
      }),
  )
}
