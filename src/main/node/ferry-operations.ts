import { decideAt } from '../operations/ferry-decide.ts'
import { dropAt } from '../operations/ferry-drop.ts'
import { recipientAt } from '../operations/ferry-identity.ts'
import { cutAt } from '../operations/ferry-out.ts'
import { acceptReceiptAt, addSiteAt, receiptKeyOf } from '../operations/ferry-sites.ts'
import { trustOf } from '../operations/ferry-trust.ts'
import type { Operation } from './operations.ts'
import type { Writer } from './writer.ts'

/** What is done with bundles and takes no time; `ferry-out` as a preview. */
export function ferryOperations(writer: Writer): Readonly<Record<string, Operation>> {
  return {
    'ferry-out': (argument, watch) => cutAt(writer, argument, watch),
    'ferry-drop': argument => dropAt(writer, argument),
    'ferry-trust': () => trustOf(writer),
    'ferry-recipient': () => recipientAt(writer),
    'ferry-decide': argument => decideAt(writer, argument),
    'ferry-site-add': argument => addSiteAt(writer, argument),
    'ferry-receipt-key': () => receiptKeyOf(writer),
    'ferry-receipt-accept': argument => acceptReceiptAt(writer, argument),
  }
}
