import type { AnyFunction } from '../../../bus/index.ts'
import followKuma from './follow-kuma.ts'
import kumaConfigured from './kuma-configured.ts'
import kumaDisconnected from './kuma-disconnected.ts'
import takeFromKuma from './take-from-kuma.ts'
import tryKuma from './try-kuma.ts'

export const kumaFunctions: AnyFunction[] = [followKuma, kumaConfigured, kumaDisconnected, takeFromKuma, tryKuma]
