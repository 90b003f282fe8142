/** The environment of this process: the one place that reads it. */
export const environment: Readonly<Record<string, string | undefined>> = { ...process.env }

// What this process starts (the workers, which face the network, and go) must not know the private key.
Reflect.deleteProperty(process.env, 'GOFERRY_KEY')
