import { buildPage } from './page.ts'

const { code, output } = await buildPage()
process.stdout.write(output)
process.exit(code)
