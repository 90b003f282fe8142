import { answerTexts } from './answer.ts'
import { archiveTexts } from './archive.ts'
import { backupTexts } from './backup.ts'
import { cliTexts } from './cli.ts'
import { closureTexts } from './closure.ts'
import { databaseTexts } from './database.ts'
import { doctorClientTexts } from './doctor-client.ts'
import { doctorNodeTexts } from './doctor-node.ts'
import { errorTexts } from './errors.ts'
import { fillingTexts } from './filling.ts'
import { indexTexts } from './index.ts'
import { jobTexts } from './jobs.ts'
import { journalTexts } from './journal.ts'
import { keepingTexts } from './keeping.ts'
import { logTexts } from './log.ts'
import { modfileTexts } from './modfile.ts'
import { moduleTexts } from './module.ts'
import { proofsTexts } from './proofs.ts'
import { publishTexts } from './publish.ts'
import { roomTexts } from './room.ts'
import { s3Texts } from './s3.ts'
import { serveTexts } from './serve.ts'
import { settingTexts } from './settings.ts'
import { settlingTexts } from './settling.ts'
import { signatureTexts } from './signature.ts'
import { storeTexts } from './store.ts'
import { toolchainTexts } from './toolchain.ts'
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
  ...fillingTexts,
  ...closureTexts,
  ...watchTexts,
  ...proofsTexts,
  ...publishTexts,
  ...indexTexts,
  ...databaseTexts,
  ...keepingTexts,
  ...journalTexts,
  ...jobTexts,
  ...backupTexts,
  ...roomTexts,
  ...toolchainTexts,
  ...archiveTexts,
  ...signatureTexts,
  ...settlingTexts,
  ...doctorClientTexts,
  ...doctorNodeTexts,
  ...cliTexts,
}

/** The key of a message in the catalogue. */
export type MessageKey = keyof typeof catalogue
