/** A thread that does its share of a subspace iteration. */

import { servePart } from '../shared-part.ts'
import { basisPart } from './basis-part.ts'

servePart(basisPart)
