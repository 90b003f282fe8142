# An interactive zsh that prints what it offers: <word>, and <> when a completion is at its end.
unsetopt zle_bracketed_paste 2> /dev/null
PS1= PS2= RPS1=
autoload -Uz compinit && compinit -u -D
source $COMPLETION_SCRIPT
compadd() {
  # With these it only asks what would fit.
  if [[ ${@[1,(i)(-|--)]} != *-(O|A|D)\ * ]]; then
    local -a hits
    builtin compadd -A hits "$@"
    local hit
    for hit in $hits; do print -r -- "<$hit>"; done
  fi
  builtin compadd "$@"
}
finish() { print -r -- '<>' }
comppostfuncs=(finish)
zstyle ':completion:*' menu no
bindkey '^I' complete-word
print -r -- '<>'
