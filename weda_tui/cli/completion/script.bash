%(complete_func)s() {
    local IFS=$'\n'
    mapfile -t COMPREPLY < <(
        env COMP_WORDS="${COMP_WORDS[*]}" COMP_CWORD="$COMP_CWORD" \
            COMP_WORD="${COMP_WORDS[COMP_CWORD]}" %(complete_var)s=bash_complete "$1" 2>/dev/null
    )
    case ${COMPREPLY[0]-} in
        file,*) COMPREPLY=(); compopt -o default ;;
        dir,*) COMPREPLY=(); compopt -o dirnames ;;
        '') COMPREPLY=() ;;
        *) COMPREPLY=("${COMPREPLY[@]#plain,}") ;;
    esac
}

complete -o nosort -F %(complete_func)s %(prog_name)s
