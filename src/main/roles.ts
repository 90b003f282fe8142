/** What a role means: the only place that knows roles by name (design §4). */
export interface Role {
  /** Whether the node takes modules from an upstream when it is asked for what it lacks. */
  readonly pulls: boolean
}

/** Every role, by name. */
export const ROLES = {
  mirror: { pulls: true },
  centre: { pulls: false },
} as const satisfies Record<string, Role>

/** The name of a role. */
export type RoleName = keyof typeof ROLES

/** The names of all roles, the default first. */
export const ROLE_NAMES = Object.keys(ROLES) as [RoleName, ...RoleName[]]
