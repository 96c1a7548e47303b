/** The learning curve as an SVG picture: loss falling, validation rising, each on its own scale, by epoch. */

import type { CurvePoint } from '../../src/algorithms/sequence-model/params.ts'

const [width, height, margin, top] = [640, 320, 56, 40]

export function curvePicture(curve: readonly CurvePoint[], title: string): string {
  const losses = curve.map(({ loss }) => loss)
  const found = curve.map(({ validation = 0 }) => validation)
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="sans-serif" font-size="12">
<title>${title}</title>
<rect width="${width}" height="${height}" fill="#fff"/>
<text x="${width / 2}" y="20" text-anchor="middle" font-size="14">${title}</text>
<path d="M${margin} ${top}V${height - margin}H${width - margin}V${top}" fill="none" stroke="#999"/>
<text x="${width / 2}" y="${height - 12}" text-anchor="middle">epoch (1 to ${curve.length})</text>
${line(losses, '#b03060', 'start', 'loss')}
${line(found, '#1f6f8b', 'end', 'NDCG@10')}
</svg>
`
}

function line(values: readonly number[], colour: string, side: 'start' | 'end', name: string): string {
  const [low, high] = [Math.min(...values), Math.max(...values)]
  const x = (at: number): number => margin + (at * (width - 2 * margin)) / Math.max(1, values.length - 1)
  const y = (value: number): number =>
    height - margin - ((value - low) * (height - margin - top - 20)) / Math.max(1e-9, high - low)
  const points = values.map((value, at) => `${x(at).toFixed(1)},${y(value).toFixed(1)}`).join(' ')
  const labelX = side === 'start' ? margin - 4 : width - margin + 4
  const anchor = side === 'start' ? 'end' : 'start'
  const label = (value: number): string =>
    `<text x="${labelX}" y="${(y(value) + 4).toFixed(1)}" text-anchor="${anchor}" fill="${colour}">${value.toPrecision(3)}</text>`
  const nameX = side === 'start' ? margin : width - margin
  return `<polyline points="${points}" fill="none" stroke="${colour}" stroke-width="2"/>
${label(low)}${label(high)}
<text x="${nameX}" y="${top - 6}" text-anchor="${side}" fill="${colour}">${name}</text>`
}
