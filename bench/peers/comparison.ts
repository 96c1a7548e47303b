/** One line of the table: the same work done by us and by a peer. */

export interface Comparison {
  readonly what: string
  /** Of both figures, such as `k useful positions/s`; more is better. */
  readonly unit: string
  readonly ours: number
  /** Its figure, or why there is none. */
  readonly peer: number | string
  readonly peerName: string
}

/** A table's worth of comparisons; `peer` runs one of the Python programs and gives its output, or says why it cannot. */
export type Compare = (peer: RunPeer, isToy: boolean) => Promise<readonly Comparison[]>

export type RunPeer = (program: string, args: readonly string[]) => Promise<PeerOutput>

export type PeerOutput = { readonly text: string } | { readonly reason: string }
