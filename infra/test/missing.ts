import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { findCommand } from '../embedded/command.ts'
import { findChromium } from './chromium.ts'

/**
 * Sees to it that what the tests need and npm cannot bring is there: a Chromium. On Debian as root it is announced and
 * installed through the package manager; elsewhere this throws the one line that says what to install.
 */
export function installWhatIsMissing(): void {
  if (findChromium()) return
  const apt = findCommand('apt-get')
  if (!apt || process.getuid?.() !== 0 || !isDebian()) {
    throw new Error(
      'The tests need a Chromium: install the package "chromium" (or Google Chrome), or name one in CHROMIUM_BIN.',
    )
  }
  process.stdout.write('The tests need a Chromium: installing the package "chromium" (apt-get) ...\n')
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  for (const args of [
    ['-qq', 'update'],
    ['-qq', 'install', '-y', '--no-install-recommends', 'chromium'],
  ]) {
    const { status, stderr, stdout } = spawnSync(apt, args, { env, encoding: 'utf8' })
    if (status !== 0) throw new Error(`apt-get ${args.join(' ')} failed:\n${stdout.slice(-1000)}${stderr.slice(-2000)}`)
  }
  if (!findChromium()) throw new Error('The package "chromium" was installed, but no chromium is on the PATH.')
}

export function isDebian(): boolean {
  try {
    return /^ID(_LIKE)?=.*debian/m.test(readFileSync('/etc/os-release', 'utf8'))
  } catch {
    return false
  }
}
