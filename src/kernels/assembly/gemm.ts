/**
 * C = A·B or C += A·B, the way BLIS does it: blocks of B (KC × NC) and of A (MC × KC) are packed into panels that the
 * caches hold, and a micro-kernel keeps a tile of C in registers. Strides express every transpose. The tile is what V8's
 * register allocator bears: 5 × 8 with mul and add, 6 × 8 with relaxed_madd, 6 × 16 where pairs of vectors are merged; its loop
 * must stay one basic block.
 */

import { packColumns, packRows } from './gemm-pack'
import { A_STEP, B_STEP, copyTile, MR, NR, TILE_COLUMNS, tile, widestTile } from './gemm-tile'

const MC: i32 = ASC_FEATURE_RELAXED_SIMD ? 132 : 130
const KC: i32 = 256
const NC: i32 = 512

/** Within the workspace: packed B, packed A, one tile for the edges. */
const PACKED_A: usize = 4 * KC * NC
const TILE: usize = PACKED_A + 4 * KC * MC

export function gemm(
  m: i32,
  n: i32,
  k: i32,
  a: usize,
  aRowStride: i32,
  aColumnStride: i32,
  b: usize,
  bRowStride: i32,
  bColumnStride: i32,
  c: usize,
  cRowStride: i32,
  accumulate: i32,
  workspace: usize,
): void {
  if (k === 0 && !accumulate) clear(m, n, c, cRowStride)
  for (let j = 0; j < n; j += NC) {
    const nc = min(NC, n - j)
    for (let p = 0; p < k; p += KC) {
      const kc = min(KC, k - p)
      packColumns(
        kc,
        nc,
        b + ((<usize>p * bRowStride + <usize>j * bColumnStride) << 2),
        bRowStride,
        bColumnStride,
        workspace,
      )
      const adds = p > 0 ? 1 : accumulate
      for (let i = 0; i < m; i += MC) {
        const mc = min(MC, m - i)
        const from = a + ((<usize>i * aRowStride + <usize>p * aColumnStride) << 2)
        packRows(mc, kc, from, aRowStride, aColumnStride, workspace + PACKED_A)
        block(mc, nc, kc, c + ((<usize>i * cRowStride + j) << 2), cRowStride, adds, workspace)
      }
    }
  }
}

/** One packed block of A times one of B. */
function block(mc: i32, nc: i32, kc: i32, c: usize, cRowStride: i32, accumulate: i32, workspace: usize): void {
  const rowBytes = (<usize>cRowStride) << 2
  let j = 0
  if (TILE_COLUMNS > NR) {
    for (; nc - j > NR; j += TILE_COLUMNS) {
      const bPanel = workspace + ((<usize>j * kc) << 2)
      for (let i = 0; i < mc; i += MR) {
        const aPanel = workspace + PACKED_A + ((<usize>i * kc) << 2)
        const target = c + (<usize>i * cRowStride + <usize>j) * 4
        if (mc - i >= MR && nc - j >= TILE_COLUMNS) {
          widestTile(kc, aPanel, A_STEP, bPanel, B_STEP, (<usize>kc) << 5, target, rowBytes, accumulate)
        } else {
          widestTile(kc, aPanel, A_STEP, bPanel, B_STEP, (<usize>kc) << 5, workspace + TILE, TILE_COLUMNS * 4, 0)
          copyTile(min(MR, mc - i), min(TILE_COLUMNS, nc - j), workspace + TILE, target, rowBytes, accumulate)
        }
      }
    }
  }
  for (; j < nc; j += NR) {
    const bPanel = workspace + ((<usize>j * kc) << 2)
    for (let i = 0; i < mc; i += MR) {
      const aPanel = workspace + PACKED_A + ((<usize>i * kc) << 2)
      const target = c + (<usize>i * cRowStride + <usize>j) * 4
      if (mc - i >= MR && nc - j >= NR) {
        tile(kc, aPanel, A_STEP, bPanel, B_STEP, target, rowBytes, accumulate)
      } else {
        tile(kc, aPanel, A_STEP, bPanel, B_STEP, workspace + TILE, TILE_COLUMNS * 4, 0)
        copyTile(min(MR, mc - i), min(NR, nc - j), workspace + TILE, target, rowBytes, accumulate)
      }
    }
  }
}

function clear(m: i32, n: i32, c: usize, cRowStride: i32): void {
  for (let i = 0; i < m; i++) memory.fill(c + ((<usize>i * cRowStride) << 2), 0, (<usize>n) << 2)
}
