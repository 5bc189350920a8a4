import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import path from 'node:path'
import { freePorts, until } from './fresh.ts'

export interface Certificate {
  certificate: string
  key: string
}

export interface ProxyPlace extends Certificate {
  /** Program. */
  file: string
  folder: string
  /** `host:port` of the portal. */
  portal: string
}

export interface RunningProxy {
  url: string
  plainUrl: string
  stop(): Promise<void>
}

type Change = readonly [line: RegExp, instead: string]

/** The example with the lines that are the reader's own changed, each of which must be there. */
function adapted(example: string, changes: readonly Change[]): string {
  let text = readFileSync(path.join(import.meta.dirname, '../proxy', example), 'utf8')
  for (const [line, instead] of changes) {
    const all = new RegExp(line.source, 'gm')
    if (!all.test(text)) throw new Error(`${example} has no line ${line.source}`)
    text = text.replaceAll(all, instead)
  }
  return text
}

/** nginx with the example included as a package of nginx does it, unprivileged and on ports of its own. */
export async function startNginx({ file, folder, portal, certificate, key }: ProxyPlace): Promise<RunningProxy> {
  const [port, plain] = (await freePorts(2)) as [number, number]
  const site = adapted('nginx.conf', [
    [/^\tserver 127\.0\.0\.1:3000;/, `\tserver ${portal};`],
    [/^\tlisten 80;/, `\tlisten 127.0.0.1:${plain};`],
    [/^\tlisten 443 ssl http2;/, `\tlisten 127.0.0.1:${port} ssl http2;`],
    [/^\tserver_name media\.example\.com;/, '\tserver_name localhost;'],
    [/^\tssl_certificate {5}\S+;/, `\tssl_certificate ${certificate};`],
    [/^\tssl_certificate_key \S+;/, `\tssl_certificate_key ${key};`],
  ])
  writeFileSync(path.join(folder, 'medianest.conf'), site)
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((name) => `${name}_temp_path tmp/${name};`)
  mkdirSync(path.join(folder, 'tmp'))
  // gzip as Debian's own nginx.conf has it, since it could hold events back
  writeFileSync(
    path.join(folder, 'main.conf'),
    `daemon off; master_process off; pid ${folder}/nginx.pid; error_log stderr;
     events {}
     http { access_log off; gzip on; ${temporary.join(' ')} include ${folder}/medianest.conf; }`,
  )
  return run(file, ['-p', folder, '-e', 'stderr', '-c', path.join(folder, 'main.conf')], folder, port, plain)
}

/** Caddy with the example imported; without its own admin door, and without asking anybody for a certificate. */
export async function startCaddy({ file, folder, portal, certificate, key }: ProxyPlace): Promise<RunningProxy> {
  const [port, plain] = (await freePorts(2)) as [number, number]
  const site = adapted('Caddyfile', [
    [/^media\.example\.com \{/, 'localhost {'],
    [/^\t# yours: a certificate of your own .*$/, `\tbind 127.0.0.1\n\ttls ${certificate} ${key}`],
    [/^\treverse_proxy 127\.0\.0\.1:3000 \{/, `\treverse_proxy ${portal} {`],
  ])
  writeFileSync(path.join(folder, 'medianest.caddy'), site)
  writeFileSync(
    path.join(folder, 'Caddyfile'),
    `{\n\tadmin off\n\thttp_port ${plain}\n\thttps_port ${port}\n}\nimport ${folder}/medianest.caddy\n`,
  )
  return run(file, ['run', '--adapter', 'caddyfile', '--config', path.join(folder, 'Caddyfile')], folder, port, plain)
}

async function run(file: string, args: string[], folder: string, port: number, plain: number): Promise<RunningProxy> {
  const env = { PATH: process.env.PATH, HOME: folder, XDG_DATA_HOME: folder, XDG_CONFIG_HOME: folder }
  const child = spawn(file, args, { cwd: folder, env, stdio: ['ignore', 'ignore', 'pipe'] })
  let said = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said = (said + text).slice(-4000)))
  await until(() => isUp(child, port, said), { timeoutMs: 15_000, what: `${path.basename(file)} listens` }).catch(
    (error: unknown) => {
      child.kill('SIGKILL')
      throw new Error(`${String(error)}\n${said}`)
    },
  )
  return {
    url: `https://localhost:${port}`,
    plainUrl: `http://localhost:${plain}`,
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return
      child.kill('SIGKILL')
      await once(child, 'exit')
    },
  }
}

function isUp(child: ChildProcess, port: number, said: string): Promise<boolean> {
  if (child.exitCode !== null) throw new Error(`It ended: ${said}`)
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port })
    socket.once('connect', () => (socket.destroy(), resolve(true)))
    socket.once('error', () => resolve(false))
  })
}
