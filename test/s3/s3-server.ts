/** What the S3 tests know of a started object store, whichever it is. */
export interface S3Server {
  readonly name: string
  readonly endpoint: string
  readonly accessKeyId: string
  readonly secretAccessKey: string
  close(): Promise<void>
}
