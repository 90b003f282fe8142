import { add } from './add.ts'
import { backup } from './backup.ts'
import { completion } from './completion.ts'
import { doctor } from './doctor.ts'
import { env } from './env.ts'
import { gc } from './gc.ts'
import { init } from './init.ts'
import { job } from './job.ts'
import { keys } from './keys.ts'
import { log } from './log.ts'
import { ls } from './ls.ts'
import { proofs } from './proofs.ts'
import { publish } from './publish.ts'
import { pull } from './pull.ts'
import { rebuild } from './rebuild.ts'
import { rehearse } from './rehearse.ts'
import { resolve } from './resolve.ts'
import { restore } from './restore.ts'
import { search } from './search.ts'
import { show } from './show.ts'
import { toolchain } from './toolchain.ts'
import { up } from './up.ts'
import { upgrade } from './upgrade.ts'
import { verify } from './verify.ts'
import { whoRequires } from './who-requires.ts'

/** Every command by its name, in the order of the help. */
export const COMMANDS = {
  up,
  add,
  resolve,
  rehearse,
  pull,
  publish,
  toolchain,
  env,
  ls,
  show,
  search,
  'who-requires': whoRequires,
  log,
  keys,
  proofs,
  verify,
  gc,
  job,
  doctor,
  rebuild,
  backup,
  restore,
  upgrade,
  init,
  completion,
}
