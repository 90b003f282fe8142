/** The environment of this process, without the private key: this file alone reads it. */
export const environment: Readonly<Record<string, string | undefined>> = process.env

/**
 * The value of GOFERRY_KEY. What this process starts (the workers, which face the network, and go) must not know it.
 */
export const keyText = environment['GOFERRY_KEY']
Reflect.deleteProperty(process.env, 'GOFERRY_KEY')
