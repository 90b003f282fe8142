# Prints what an interactive zsh offers, one a line: zsh -f complete.zsh SCRIPT LINE
zmodload zsh/zpty
export COMPLETION_SCRIPT=$1 ZDOTDIR=${0:A:h}/zsh
zpty z zsh -d -i
while zpty -r z text; do [[ $text == *'<>'* ]] && break; done
zpty -w -n z "$2"$'\t'
while zpty -r z text; do
  text=${text//$'\r'/}
  [[ $text == *'<>'* ]] && break
  [[ $text == *'<'*'>'* ]] && print -r -- "${${text##*<}%>*}"
done
zpty -d z
