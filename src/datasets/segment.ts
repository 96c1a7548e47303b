/**
 * Datasets at rest: immutable Parquet files ("segments"), listed in order in the private member `segments` of the
 * dataset's record. The list is the truth: a file that is in no list is left over from a crash and may be swept.
 *
 * A segment holds the columns of the schema it was imported under, named as there; types: string VARCHAR, int INTEGER,
 * long BIGINT, float FLOAT, double DOUBLE, boolean BOOLEAN; nulls are nulls. Segments of users, items and actions hold
 * each id once (the last row won); across segments the later one wins. Interactions keep repeats: readers collapse
 * rows whose every column is equal.
 */

export interface Segment {
  /** Path below the data directory, with forward slashes. */
  readonly file: string
  readonly rowCount: number
  readonly byteCount: number
  /** `bulk` from import jobs; `put` from streamed records. */
  readonly origin: 'bulk' | 'put'
  readonly importJobArn?: string
  readonly createdAtMs: number
}
