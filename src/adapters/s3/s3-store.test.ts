import { before } from 'node:test'
import { temporaryFolders } from '../../../test/support/disk/temporary-folder.ts'
import { ObjectStore } from '../../../test/support/object-store.ts'
import { storeConformance } from '../../ports/store.conformance.ts'
import { MemoryStore } from '../memory/memory-store.ts'
import { S3Bucket } from './s3-bucket.ts'
import { S3Store } from './s3-store.ts'

const folder = temporaryFolders()
let objects: ObjectStore
before(async () => {
  objects = await ObjectStore.start(folder())
})

let stores = 0

storeConformance('S3', async () => new S3Store(new S3Bucket(objects.address(`store-${stores++}`)), new MemoryStore()), {
  tellsCurrent: false,
})
