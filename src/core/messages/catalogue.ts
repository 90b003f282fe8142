import { answerTexts } from './answer.ts'
import { archiveTexts } from './archive.ts'
import { backupTexts } from './backup.ts'
import { bundleTexts } from './bundle.ts'
import { cliTexts } from './cli.ts'
import { cliTakingTexts } from './cli-taking.ts'
import { closureTexts } from './closure.ts'
import { databaseTexts } from './database.ts'
import { demoTexts } from './demo.ts'
import { doctorClientTexts } from './doctor-client.ts'
import { doctorNodeTexts } from './doctor-node.ts'
import { errorTexts } from './errors.ts'
import { ferryTexts } from './ferry.ts'
import { ferryInTexts } from './ferry-in.ts'
import { fillingTexts } from './filling.ts'
import { indexTexts } from './index.ts'
import { jobTexts } from './jobs.ts'
import { journalTexts } from './journal.ts'
import { keepingTexts } from './keeping.ts'
import { logTexts } from './log.ts'
import { mediaTexts } from './media.ts'
import { modfileTexts } from './modfile.ts'
import { moduleTexts } from './module.ts'
import { parityTexts } from './parity.ts'
import { proofsTexts } from './proofs.ts'
import { publishTexts } from './publish.ts'
import { receiptTexts } from './receipt.ts'
import { roomTexts } from './room.ts'
import { s3Texts } from './s3.ts'
import { scanTexts } from './scan.ts'
import { serveTexts } from './serve.ts'
import { settingTexts } from './settings.ts'
import { settlingTexts } from './settling.ts'
import { signatureTexts } from './signature.ts'
import { storeTexts } from './store.ts'
import { takingTexts } from './taking.ts'
import { toolchainTexts } from './toolchain.ts'
import { trustTexts } from './trust.ts'
import { watchTexts } from './watch.ts'
import { zipTexts } from './zip.ts'

/** Every message of the CLI and the server, by key: the one catalogue. Each area has its own file beside this one. */
export const catalogue = {
  ...errorTexts,
  ...answerTexts,
  ...moduleTexts,
  ...modfileTexts,
  ...zipTexts,
  ...logTexts,
  ...serveTexts,
  ...settingTexts,
  ...storeTexts,
  ...s3Texts,
  ...ferryTexts,
  ...fillingTexts,
  ...closureTexts,
  ...watchTexts,
  ...parityTexts,
  ...proofsTexts,
  ...publishTexts,
  ...mediaTexts,
  ...indexTexts,
  ...databaseTexts,
  ...keepingTexts,
  ...journalTexts,
  ...jobTexts,
  ...backupTexts,
  ...bundleTexts,
  ...ferryInTexts,
  ...trustTexts,
  ...takingTexts,
  ...cliTakingTexts,
  ...scanTexts,
  ...receiptTexts,
  ...roomTexts,
  ...toolchainTexts,
  ...archiveTexts,
  ...signatureTexts,
  ...settlingTexts,
  ...demoTexts,
  ...doctorClientTexts,
  ...doctorNodeTexts,
  ...cliTexts,
}

/** The key of a message in the catalogue. */
export type MessageKey = keyof typeof catalogue
