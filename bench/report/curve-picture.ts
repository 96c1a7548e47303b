/** A learning curve as an SVG picture: one or two lines over the same steps, together on one scale or each on its own. */

export interface CurveLine {
  readonly name: string
  /** One per step. */
  readonly values: readonly number[]
}

export interface CurvePicture {
  readonly title: string
  /** What a step is. */
  readonly steps: string
  /** Under the first and the last step. */
  readonly ends: readonly [string, string]
  /** The first is labelled at the left, the second at the right. */
  readonly lines: readonly [CurveLine, CurveLine] | readonly [CurveLine]
  /** Lines of one measure share a scale that starts at zero. */
  readonly sharesScale: boolean
}

const [width, height, margin, top] = [640, 320, 56, 40]
const colours = ['#b03060', '#1f6f8b'] as const

interface Scale {
  readonly low: number
  readonly high: number
}

export function curvePicture({ title, steps, ends, lines, sharesScale }: CurvePicture): string {
  const together = { low: 0, high: Math.max(...lines.flatMap(({ values }) => values)) }
  const scaleOf = ({ values }: CurveLine): Scale =>
    sharesScale ? together : { low: Math.min(...values), high: Math.max(...values) }
  const bottom = height - margin
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="sans-serif" font-size="12">
<title>${title}</title>
<rect width="${width}" height="${height}" fill="#fff"/>
<text x="${width / 2}" y="20" text-anchor="middle" font-size="14">${title}</text>
<path d="M${margin} ${top}V${bottom}H${width - margin}V${top}" fill="none" stroke="#999"/>
<text x="${margin}" y="${bottom + 18}" text-anchor="middle">${ends[0]}</text>
<text x="${width - margin}" y="${bottom + 18}" text-anchor="middle">${ends[1]}</text>
<text x="${width / 2}" y="${height - 12}" text-anchor="middle">${steps}</text>
${lines.map((line, at) => lineMarks(line, scaleOf(line), at === 0 ? 'start' : 'end')).join('\n')}
</svg>
`
}

function lineMarks({ name, values }: CurveLine, { low, high }: Scale, side: 'start' | 'end'): string {
  const isFirst = side === 'start'
  const colour = colours[isFirst ? 0 : 1]
  const x = (at: number): number => margin + (at * (width - 2 * margin)) / Math.max(1, values.length - 1)
  const y = (value: number): number =>
    height - margin - ((value - low) * (height - margin - top - 20)) / Math.max(1e-9, high - low)
  const points = values.map((value, at) => `${x(at).toFixed(1)},${y(value).toFixed(1)}`).join(' ')
  const label = (value: number): string =>
    `<text x="${isFirst ? margin - 4 : width - margin + 4}" y="${(y(value) + 4).toFixed(1)}" text-anchor="${isFirst ? 'end' : 'start'}" fill="${colour}">${value.toPrecision(3)}</text>`
  return `<polyline points="${points}" fill="none" stroke="${colour}" stroke-width="2"/>
${label(Math.min(...values))}${label(Math.max(...values))}
<text x="${isFirst ? margin : width - margin}" y="${top - 6}" text-anchor="${side}" fill="${colour}">${name}</text>`
}
