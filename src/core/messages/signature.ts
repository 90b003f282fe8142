import type { Text } from './text.ts'

/** Messages: why a publisher's signature was refused. `{problem}` is what the OpenPGP library says, in English. */
export const signatureTexts = {
  'signature.key-form': {
    en: 'the file given with --key holds no OpenPGP public key, or a private one',
    zh: '--key 指定的文件中没有 OpenPGP 公钥，或含有私钥',
  },
  'signature.form': {
    en: 'the file given with --signature is not one detached OpenPGP signature of a file',
    zh: '--signature 指定的文件不是对单个文件的 OpenPGP 分离签名',
  },
  'signature.other-key': {
    en: 'it is signed by the key {key}, which is none of those given',
    zh: '签名所用密钥为 {key}，不在所给公钥之列',
  },
  'signature.key-expired': {
    en: "the key {key} has expired: take the publisher's newest key, or give the SHA-256 instead",
    zh: '密钥 {key} 已过期：请使用发布者最新的公钥，或改用 SHA-256',
  },
  'signature.key-revoked': {
    en: 'the key {key} was revoked by its owner',
    zh: '密钥 {key} 已被其所有者吊销',
  },
  'signature.key-unfit': {
    en: 'the key {key} is not fit to sign ({problem})',
    zh: '密钥 {key} 不能用于签名（{problem}）',
  },
  'signature.other-file': {
    en: 'the signature is of another file, or the file was changed',
    zh: '签名对应的是另一文件，或文件已被改动',
  },
  'signature.unfit': { en: 'the signature is not accepted ({problem})', zh: '签名不被接受（{problem}）' },
  'signature.limit': {
    en: 'it has more than {bytes} bytes: no signature or key has',
    zh: '超过 {bytes} 字节，不可能是签名或公钥',
  },
} as const satisfies Record<string, Text>
