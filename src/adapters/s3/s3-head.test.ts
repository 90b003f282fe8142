import { before } from 'node:test'
import { temporaryFolders } from '../../../test/support/disk/temporary-folder.ts'
import { ObjectStore } from '../../../test/support/object-store.ts'
import { headConformance } from '../../ports/head.conformance.ts'
import { S3Bucket } from './s3-bucket.ts'
import { S3Head } from './s3-head.ts'

const folder = temporaryFolders()
let objects: ObjectStore
before(async () => {
  objects = await ObjectStore.start(folder())
})

let heads = 0

headConformance(
  'S3',
  async () => {
    const address = objects.address(`head-${heads++}`)
    return () => new S3Head(new S3Bucket(address))
  },
  { rounds: 40 },
)
