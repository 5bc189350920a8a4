import { html } from 'htm/preact'
import { useEffect, useState } from 'preact/hooks'

/** An SVG picture as an address: in the page itself it would be code of somebody else's making. */
const addressOf = (svg: string): string => `data:image/svg+xml,${encodeURIComponent(svg)}`

/** A QR code that the portal drew. */
export const QrPicture = ({ svg, label }: { svg: string; label: string }) =>
  html`<img class="qr" src=${addressOf(svg)} alt=${label} width="176" height="176" />`

/** A text as a QR code; what draws it is fetched when it is needed. */
export function QrCode({ text, label }: { text: string; label: string }) {
  const [svg, setSvg] = useState<string>()
  useEffect(() => {
    let gone = false
    // without it nothing is lost: the text stands beside it
    import('uqr').then(
      ({ renderSVG }) => gone || setSvg(renderSVG(text)),
      () => {},
    )
    return () => void (gone = true)
  }, [text])
  return svg ? html`<${QrPicture} svg=${svg} label=${label} />` : html`<span class="qr" aria-hidden="true"></span>`
}
