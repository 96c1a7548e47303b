/**
 * The error catalogue: every code a client can meet, with its HTTP status. The control plane answers 400 for all of its
 * modelled errors; runtime and events declare 404 and 409 (published model). The rest are the common errors of the API
 * family. `ApiError` is the API speaking; any other error is a bug or the world and becomes InternalFailure.
 */

export type Service = 'personalize' | 'personalize-runtime' | 'personalize-events'

interface CatalogueEntry {
  /** Status on runtime and events; the control plane answers `controlPlaneStatus`. */
  readonly status: number
  readonly controlPlaneStatus: number
  /** Declared by the service model, hence a typed exception in the SDKs. */
  readonly modelled: boolean
}

const modelled = (status: number) => ({ status, controlPlaneStatus: 400, modelled: true as const })
const common = (status: number) => ({ status, controlPlaneStatus: status, modelled: false as const })

export const errorCatalogue = {
  InvalidInputException: modelled(400),
  ResourceNotFoundException: modelled(404),
  ResourceAlreadyExistsException: modelled(400),
  ResourceInUseException: modelled(409),
  LimitExceededException: modelled(400),
  TooManyTagsException: modelled(400),
  TooManyTagKeysException: modelled(400),
  InvalidNextTokenException: modelled(400),
  ValidationException: common(400),
  SerializationException: common(400),
  /** 400 for an unknown target [sample], 404 for an unknown path [inferred]. */
  UnknownOperationException: { ...common(404), controlPlaneStatus: 400 },
  NotImplementedException: common(501),
  AccessDeniedException: common(400),
  IncompleteSignatureException: common(400),
  InvalidSignatureException: common(403),
  MissingAuthenticationTokenException: common(403),
  UnrecognizedClientException: common(403),
  RequestEntityTooLargeException: common(413),
  ThrottlingException: common(400),
  ServiceUnavailable: common(503),
  InternalFailure: common(500),
} as const satisfies Record<string, CatalogueEntry>

export type ErrorCode = keyof typeof errorCatalogue

export type ModelledErrorCode = {
  [C in ErrorCode]: (typeof errorCatalogue)[C]['modelled'] extends true ? C : never
}[ErrorCode]

export class ApiError extends Error {
  readonly code: ErrorCode
  override readonly name = 'ApiError'

  constructor(code: ErrorCode, message: string) {
    super(message)
    this.code = code
  }

  statusFor(service: Service): number {
    const entry = errorCatalogue[this.code]
    return service === 'personalize' ? entry.controlPlaneStatus : entry.status
  }
}

export const invalidInput = (message: string): ApiError => new ApiError('InvalidInputException', message)
export const inUse = (message: string): ApiError => new ApiError('ResourceInUseException', message)
export const limitExceeded = (message: string): ApiError => new ApiError('LimitExceededException', message)

/** `words` is the resource in plain words: "dataset group", "solution version". [sample] */
export const notFound = (words: string, arn: string): ApiError =>
  new ApiError('ResourceNotFoundException', `The given ${words} does not exist: ${arn}`)

export const alreadyExists = (arn: string): ApiError =>
  new ApiError('ResourceAlreadyExistsException', `Another resource with Arn ${arn} already exists.`)
