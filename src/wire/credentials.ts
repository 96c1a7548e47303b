/**
 * Port: who may call. An access key belongs to an account; whoever composes the server decides where keys rest. The wire
 * only looks one up by its id while it verifies a signature, and never logs what it gets.
 */

export interface Credential {
  readonly secretAccessKey: string
  /** Twelve digits. */
  readonly account: string
  /** Present for temporary keys: requests must carry the same token. */
  readonly sessionToken?: string
}

export interface Credentials {
  find(accessKeyId: string): Credential | undefined
}

/** Who signed a request, as handlers see it. */
export interface Caller {
  readonly accessKeyId: string
  readonly account: string
  /** The region the request was signed for. */
  readonly region: string
}
