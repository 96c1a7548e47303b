/** A thread that does its share of a dense system. */

import { servePart } from '../shared-part.ts'
import { solvePart } from './solve-part.ts'

servePart(solvePart)
