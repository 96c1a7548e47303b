/**
 * The steps that attention takes with MR positions at a time, on its way out and back: their products with every key up to
 * the last of them, and the product of such rows with a packed matrix of one row per position.
 */

import { packRows } from './gemm-pack'
import { A_STEP, B_STEP, copyTile, MR, NR, TILE_COLUMNS, tile, widestTile } from './gemm-tile'
import { rowsTile } from './rows-tile'
import { scale } from './vectors'

/** Bytes of a tile at the edge. */
export const EDGE_TILE: usize = 4 * 8 * 16

/** Columns come in panels of 8. */
export function padded(length: i32): i32 {
  return (length + 7) & ~7
}

/** rows[r][j] = factor · left[i + r] · right[j] for j below i + count, rounded up to 8; `rightPanels` has a column per position. */
export function productsUpTo(
  i: i32,
  count: i32,
  width: i32,
  left: usize,
  leftStride: i32,
  factor: f32,
  rightPanels: usize,
  rows: usize,
  rowBytes: usize,
  panel: usize,
): void {
  packRows(count, width, left + ((<usize>i * leftStride) << 2), leftStride, 1, panel)
  if (factor !== 1) scale(MR * width, factor, panel)
  let j = 0
  if (TILE_COLUMNS > NR) {
    // A tile that went on beyond the padding would write into the next row.
    for (; i + count - j > NR; j += TILE_COLUMNS) {
      const b = rightPanels + ((<usize>j * width) << 2)
      widestTile(width, panel, A_STEP, b, B_STEP, (<usize>width) << 5, rows + ((<usize>j) << 2), rowBytes, 0)
    }
  }
  for (; j < i + count; j += NR) {
    tile(width, panel, A_STEP, rightPanels + ((<usize>j * width) << 2), B_STEP, rows + ((<usize>j) << 2), rowBytes, 0)
  }
}

/**
 * out[r] = Σ_p panel[p][r] · right[from + p] over `depth` positions, for `count` rows of `width` numbers, a multiple of 8; the
 * numbers of a position lie `step` bytes after those of the one before. `rightPanels` has a row per position of the whole
 * sequence of `length`.
 */
export function mixRows(
  count: i32,
  depth: i32,
  width: i32,
  panel: usize,
  step: usize,
  rightPanels: usize,
  from: i32,
  length: i32,
  out: usize,
  outBytes: usize,
  edge: usize,
): void {
  rightPanels += (<usize>from) << 5
  const panelBytes = (<usize>length) << 5
  let column = 0
  if (TILE_COLUMNS > NR) {
    for (; column + TILE_COLUMNS <= width; column += TILE_COLUMNS) {
      if (count === MR) {
        widestTile(depth, panel, step, rightPanels, B_STEP, panelBytes, out, outBytes, 0)
      } else {
        widestTile(depth, panel, step, rightPanels, B_STEP, panelBytes, edge, TILE_COLUMNS * 4, 0)
        copyTile(count, TILE_COLUMNS, edge, out, outBytes, 0)
      }
      rightPanels += 2 * panelBytes
      out += TILE_COLUMNS * 4
    }
  }
  for (; column < width; column += NR) {
    if (count === MR) {
      tile(depth, panel, step, rightPanels, B_STEP, out, outBytes, 0)
    } else {
      tile(depth, panel, step, rightPanels, B_STEP, edge, TILE_COLUMNS * 4, 0)
      copyTile(count, NR, edge, out, outBytes, 0)
    }
    rightPanels += panelBytes
    out += NR * 4
  }
}

/** The same for MR rows of numbers that lie one after the other: in the wide build they are read where they lie. */
export function mixWhole(
  depth: i32,
  width: i32,
  rows: usize,
  rowBytes: usize,
  rightPanels: usize,
  length: i32,
  out: usize,
  outBytes: usize,
  edge: usize,
): void {
  const panelBytes = (<usize>length) << 5
  memory.fill(edge, 0, TILE_COLUMNS * 4)
  for (let column = 0; column < width; column += TILE_COLUMNS) {
    rowsTile(depth, rows, rowBytes, rightPanels, panelBytes, out, outBytes, edge, 0, -Infinity)
    rightPanels += 2 * panelBytes
    out += TILE_COLUMNS * 4
  }
}

/** Whether rows of such a number and width can be mixed where they lie. */
export function isWhole(count: i32, width: i32): bool {
  return isDefined(WIDE) && count === MR && width % TILE_COLUMNS === 0
}

/** A row of scores: plus what its distances add, and -∞ from `valid` up to `width`, a multiple of 8. */
export function closeRow(valid: i32, width: i32, row: usize, biases: usize): void {
  if (biases) {
    biases -= (<usize>(valid - 1)) << 2
    const bytes = (<usize>width) << 2
    for (let at: usize = 0; at < bytes; at += 16) {
      v128.store(row + at, f32x4.add(v128.load(row + at), v128.load(biases + at)))
    }
  }
  for (let j = valid; j < width; j++) store<f32>(row + ((<usize>j) << 2), -Infinity)
}

/** Rows of `width` numbers, all times one factor: narrower than the rows of scores they are made of. */
export function scaleRows(count: i32, width: i32, factor: f32, rows: usize, rowBytes: usize): void {
  for (let r = 0; r < count; r++) scale(width, factor, rows + <usize>r * rowBytes)
}
