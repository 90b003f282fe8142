/** Command lines that show what a command is mostly called for, by its words behind `goferry`; '' is goferry itself. */
export const EXAMPLES: Readonly<Record<string, readonly string[]>> = {
  '': ['goferry up', 'goferry env', 'goferry add golang.org/x/text@latest', 'goferry doctor'],
  up: [
    'goferry up --listen 0.0.0.0:8642 --upstream https://proxy.example',
    "goferry up --unlisted 'vendor.example/*=contract 7'",
  ],
  add: [
    'goferry add golang.org/x/text@latest golang.org/x/tools@v0.40',
    'goferry add --from go.sum',
    'goferry add --modcache "$(go env GOMODCACHE)"',
  ],
  publish: ['goferry publish ./mylib v1.4.0 --dry-run', 'goferry publish ./mylib v1.4.0'],
  env: ['goferry env --profile all', 'goferry env --url https://go.corp.example --shell dockerfile'],
  ls: ['goferry ls', 'goferry ls golang.org/x/text', 'goferry ls --misses'],
  show: ['goferry show golang.org/x/text@v0.31.0'],
  search: ['goferry search yaml', 'goferry search --kind tool lint'],
  'who-requires': ['goferry who-requires golang.org/x/text@v0.3.0'],
  log: ['goferry log --limit 5', 'goferry log --prove golang.org/x/text@v0.31.0'],
  'keys make': ['goferry keys make --name go.corp.example'],
  'keys backup': ['goferry keys backup /media/safe/goferry-keys'],
  'keys rotate': ['goferry keys rotate', 'goferry keys rotate --finish'],
  verify: ['goferry verify', 'goferry verify --no-heal'],
  gc: ['goferry gc --keep-for 180d', 'goferry gc --quota 200GB --apply'],
  doctor: ['goferry doctor', 'goferry doctor client --fix', 'goferry doctor node'],
  backup: ['goferry backup /mnt/backup/goferry', 'goferry backup /mnt/backup/goferry --drill'],
  restore: ['goferry restore /mnt/backup/goferry --data /var/lib/goferry/node'],
  completion: ['goferry completion bash > ~/.local/share/bash-completion/completions/goferry'],
}
