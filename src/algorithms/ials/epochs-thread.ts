/** A thread that does its share of the epochs. */

import { servePart } from '../shared-part.ts'
import { epochsPart } from './epochs-part.ts'

servePart(epochsPart)
