import { defineConfig, type Plugin } from 'vite'

const portal = `http://localhost:${process.env.PORT || 3000}`

/** Asks for the font together with the style sheet, so that text is set in it from the first paint on. */
const preloadFont: Plugin = {
  name: 'preload-font',
  transformIndexHtml: {
    order: 'post',
    handler: (_html, { bundle }) =>
      Object.keys(bundle ?? {})
        .filter((file) => /inter-latin-wght-normal.*\.woff2$/.test(file))
        .map((file) => ({
          tag: 'link',
          attrs: { rel: 'preload', href: `/${file}`, as: 'font', type: 'font/woff2', crossorigin: true },
          injectTo: 'head-prepend',
        })),
  },
}

export default defineConfig({
  root: import.meta.dirname,
  plugins: [preloadFont],
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    assetsDir: 'assets',
    // the content security policy has no place for data: addresses
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: true,
    // texts do nothing by being loaded: each goes with the pages that show it
    rolldownOptions: { treeshake: { moduleSideEffects: (id) => !id.includes('/ui/messages') } },
  },
  server: {
    proxy: { '^/(api|hooks)/': { target: portal }, '/ws/': { target: portal, ws: true } },
  },
})
