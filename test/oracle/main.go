// Command oracle answers what Go's own golang.org/x/mod says of an input, so that tests can hold goferry's
// core against it. One JSON request a line on stdin, one JSON verdict a line on stdout, in order.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
)

// A request names a registered operation and gives its input; JSON carries the bytes in base64.
type request struct {
	Op string `json:"op"`
	In []byte `json:"in"`
}

// A verdict holds the value that Go computed, or the text of its refusal.
type verdict struct {
	OK    bool   `json:"ok"`
	Value any    `json:"value,omitempty"`
	Error string `json:"error,omitempty"`
}

// operations is filled by register from the init functions of the files beside this one, one file an area.
var operations = map[string]func(in []byte) (any, error){}

func register(op string, run func(in []byte) (any, error)) {
	operations[op] = run
}

func main() {
	in := bufio.NewReaderSize(os.Stdin, 1<<20)
	out := bufio.NewWriterSize(os.Stdout, 1<<20)
	defer out.Flush()
	encoder := json.NewEncoder(out)
	encoder.SetEscapeHTML(false)
	for {
		line, err := in.ReadBytes('\n')
		if err != nil {
			return
		}
		var ask request
		if err := json.Unmarshal(line, &ask); err != nil {
			fmt.Fprintln(os.Stderr, "oracle:", err)
			os.Exit(2)
		}
		if err := encoder.Encode(answer(ask)); err != nil {
			os.Exit(2)
		}
		// Whatever is still in the buffer is the start of a request whose rest is on its way.
		if in.Buffered() == 0 {
			out.Flush()
		}
	}
}

// answer runs one operation; a panic of x/mod counts as a refusal that says so.
func answer(ask request) (v verdict) {
	defer func() {
		if r := recover(); r != nil {
			v = verdict{Error: fmt.Sprint("panic: ", r)}
		}
	}()
	run, ok := operations[ask.Op]
	if !ok {
		return verdict{Error: "oracle: unknown operation " + ask.Op}
	}
	value, err := run(ask.In)
	if err != nil {
		return verdict{Error: err.Error()}
	}
	return verdict{OK: true, Value: value}
}
