/**
 * One dataset group as it is now, and how what is streamed goes into it.
 *
 * An event with a session and no user stays with its session until an event carries both; from then on everything of the
 * session, before and after, is the first such user's. The service waits for the next training with that [doc: runtime
 * page, 4.6]; here it shows at once.
 */

import { grown } from '../base/grown.ts'
import { Entities, type EntityParts } from './entities.ts'
import { ImpressionCounts, type ImpressionParts } from './impression-counts.ts'
import { type InteractionParts, InteractionStore } from './interaction-store.ts'
import type { FieldValue, GroupProfile, InteractionsOfUser } from './profile.ts'
import { type TextParts, TextTable } from './text-table.ts'

/** What one thread loads and another takes over. */
export interface ProfileParts {
  readonly items: EntityParts
  readonly users: EntityParts
  readonly eventTypes: readonly string[]
  readonly interactions: InteractionParts
  readonly sessions: TextParts
  /** User row of each session, one more than it is; 0: nobody's. */
  readonly sessionUsers: Uint32Array<ArrayBuffer>
  /** Of sessions that are nobody's. */
  readonly anonymous: InteractionParts
  /** Ids that clients gave to events. */
  readonly eventIds: TextParts
  readonly impressions: ImpressionParts
}

/** By names of the Interactions schema in upper case what is not named here. */
export interface StreamedEvent {
  readonly sessionId?: string
  readonly userId?: string
  /** Given by the client: a second event with it does not count. */
  readonly eventId?: string
  readonly itemId: string
  readonly time: number
  readonly eventType: string | null
  readonly eventValue: number | null
  readonly fields: Readonly<Record<string, FieldValue>>
  /** What the user saw. */
  readonly shownIds?: readonly string[]
}

/** Measured: 220 with a session and a user each. */
const streamedBytes = 220

type Fields = Readonly<Record<string, FieldValue>>

export class LiveProfile implements GroupProfile {
  readonly items: Entities
  readonly users: Entities
  readonly eventTypes: string[]
  readonly #typeCodes: Map<string, number>
  readonly #ofUsers: InteractionStore
  readonly #ofSessions: InteractionStore
  readonly #sessions: TextTable
  /** One more than the row of the user; 0: nobody's. */
  #sessionUsers: Uint32Array<ArrayBuffer>
  readonly #eventIds: TextTable
  readonly impressions: ImpressionCounts

  constructor(parts: ProfileParts) {
    this.items = new Entities(parts.items)
    this.users = new Entities(parts.users)
    this.eventTypes = [...parts.eventTypes]
    this.#typeCodes = new Map(parts.eventTypes.map((type, code) => [type, code]))
    this.#ofUsers = new InteractionStore(parts.interactions)
    this.#ofSessions = new InteractionStore(parts.anonymous)
    this.#sessions = new TextTable(parts.sessions)
    this.#sessionUsers = parts.sessionUsers
    this.#eventIds = new TextTable(parts.eventIds)
    this.impressions = new ImpressionCounts(parts.impressions)
  }

  /** Of the arrays, and about as much as what came since the load takes in objects. */
  get byteCount(): number {
    const tables = [
      this.items,
      this.users,
      this.#ofUsers,
      this.#ofSessions,
      this.#sessions,
      this.#eventIds,
      this.impressions,
    ]
    return tables.reduce((sum, table) => sum + table.byteCount, this.counts.streamed * streamedBytes)
  }

  /** Interactions loaded, and those that came since: a large share of these is worth a new load. */
  get counts(): { readonly loaded: number; readonly streamed: number } {
    return {
      loaded: this.#ofUsers.blockCount + this.#ofSessions.blockCount,
      streamed: this.#ofUsers.tailCount + this.#ofSessions.tailCount,
    }
  }

  interactionsOf(userRow: number): InteractionsOfUser {
    return this.#ofUsers.historyOf(userRow, this.eventTypes)
  }

  interactionsVersionOf(userRow: number): number {
    return this.#ofUsers.versionOf(userRow)
  }

  sessionHistory(sessionId: string): InteractionsOfUser | undefined {
    const session = this.#sessions.indexOf(sessionId)
    if (session < 0) return undefined
    const user = this.#userOf(session)
    return user < 0 ? this.#ofSessions.historyOf(session, this.eventTypes) : this.interactionsOf(user)
  }

  putItem(id: string, fields: Fields): void {
    this.items.put(id, fields)
  }

  putUser(id: string, fields: Fields): void {
    this.users.put(id, fields)
  }

  addEvent(event: StreamedEvent): void {
    if (event.eventId !== undefined && !this.#isFirst(event.eventId)) return
    const interaction = {
      item: this.items.rowOf(event.itemId),
      time: event.time,
      typeCode: event.eventType === null ? -1 : this.#typeCodeOf(event.eventType),
      value: event.eventValue,
      fields: event.fields,
    }
    const session = event.sessionId === undefined ? -1 : this.#sessionOf(event.sessionId)
    if (event.userId !== undefined) this.#join(session, this.users.rowOf(event.userId))
    const user = event.userId === undefined ? this.#userOf(session) : this.users.rowOf(event.userId)
    if (user < 0 && session < 0) return
    const isNew = user >= 0 ? this.#ofUsers.add(user, interaction) : this.#ofSessions.add(session, interaction)
    if (isNew) for (const id of event.shownIds ?? []) this.impressions.add(id)
  }

  #isFirst(eventId: string): boolean {
    const { size } = this.#eventIds
    return this.#eventIds.add(eventId) === size
  }

  #typeCodeOf(type: string): number {
    const known = this.#typeCodes.get(type)
    if (known !== undefined) return known
    this.#typeCodes.set(type, this.eventTypes.length)
    return this.eventTypes.push(type) - 1
  }

  #sessionOf(sessionId: string): number {
    const session = this.#sessions.add(sessionId)
    this.#sessionUsers = grown(this.#sessionUsers, session + 1)
    return session
  }

  /** -1: nobody, or no session. */
  #userOf(session: number): number {
    return (this.#sessionUsers[session] ?? 0) - 1
  }

  /** The first user that a session is seen with gets what was done in it. */
  #join(session: number, user: number): void {
    if (session < 0 || this.#userOf(session) >= 0) return
    this.#sessionUsers[session] = user + 1
    for (const interaction of this.#ofSessions.allOf(session)) this.#ofUsers.add(user, interaction)
  }
}
