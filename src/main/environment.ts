/** The environment of this process, without its secrets: this file alone reads it. */
export const environment: Readonly<Record<string, string | undefined>> = process.env

/**
 * The value of GOFERRY_KEY. What this process starts (the workers, which face the network, and go) must not know it.
 */
export const keyText = environment['GOFERRY_KEY']
Reflect.deleteProperty(process.env, 'GOFERRY_KEY')

/** The password of the database server, for the writer alone as well. Undefined: what the file .pgpass says. */
export const databasePassword = environment['GOFERRY_DATABASE_PASSWORD'] ?? environment['PGPASSWORD']
for (const name of ['GOFERRY_DATABASE_PASSWORD', 'PGPASSWORD']) Reflect.deleteProperty(process.env, name)

// Where it finds no credentials, the SDK of an object store would ask a service at a link-local address for some.
process.env['AWS_EC2_METADATA_DISABLED'] ??= 'true'
