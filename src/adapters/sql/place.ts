/** The engines that a database may be of. */
export type DatabaseKind = DatabasePlace['kind']

/** Where a database is. */
export type DatabasePlace = SqlitePlace | PostgresPlace

/** A database in a file of its own, which is made (mode 0600) where it is not there. */
export interface SqlitePlace {
  readonly kind: 'sqlite'
  readonly file: string
  /** full: what was committed survives a power cut; normal: the newest commits may not, but nothing is ever torn. */
  readonly sync: 'normal' | 'full'
}

/** A schema on a PostgreSQL server. */
export interface PostgresPlace {
  readonly kind: 'postgres'
  /** A name, an address, or the folder of a Unix socket. */
  readonly host: string
  readonly port: number
  readonly database: string
  readonly user: string
  /** Undefined: what PGPASSWORD or the password file of libpq says, else none. */
  readonly password: string | undefined
  readonly tls: DatabaseTls
  /** The schema that holds all tables; it is made where it is not there. */
  readonly schema: string
}

/** As the `sslmode` of libpq: no encryption; encrypted; from an authority that is trusted; and by that host. */
export interface DatabaseTls {
  readonly mode: 'disable' | 'require' | 'verify-ca' | 'verify-full'
  /** PEM file of the authorities that are trusted instead of those that Node knows. */
  readonly authorities: string | undefined
}
