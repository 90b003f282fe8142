package main

import (
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"

	"golang.org/x/mod/module"
	"golang.org/x/mod/sumdb/dirhash"
	modzip "golang.org/x/mod/zip"
)

func init() {
	register("source-check", checkSource)
	register("source-zip", zipSource)
}

// A source describes a folder. Names hold a byte in each character, so that they need not be UTF-8.
type source struct {
	Path    string        `json:"path"`
	Version string        `json:"version"`
	Entries []sourceEntry `json:"entries"`
}

type sourceEntry struct {
	Name string `json:"name"`
	Kind string `json:"kind"`
	// Text is the content of a file, or the target of a link.
	Text string `json:"text"`
	// Size is the length that a file is brought to.
	Size int64 `json:"size"`
}

// sourceFiles is what x/mod says of each file of a folder.
type sourceFiles struct {
	Valid    []string    `json:"valid"`
	Omitted  [][2]string `json:"omitted"`
	Invalid  [][2]string `json:"invalid"`
	TooLarge bool        `json:"tooLarge"`
}

// sourceZip is the zip that x/mod makes of a folder.
type sourceZip struct {
	H1    string   `json:"h1"`
	Names []string `json:"names"`
}

// checkSource takes a source, or the path of a folder that is there.
func checkSource(in []byte) (any, error) {
	_, dir, remove, err := makeSource(in)
	defer remove()
	if err != nil {
		return nil, err
	}
	checked, err := modzip.CheckDir(dir)
	var list modzip.FileErrorList
	if err != nil && checked.SizeError == nil && !errors.As(err, &list) {
		return nil, err
	}
	verdict := sourceFiles{Valid: []string{}, Omitted: reasons(dir, checked.Omitted), Invalid: reasons(dir, checked.Invalid)}
	for _, file := range checked.Valid {
		verdict.Valid = append(verdict.Valid, below(dir, file))
	}
	slices.Sort(verdict.Valid)
	verdict.TooLarge = checked.SizeError != nil
	return verdict, nil
}

// zipSource gives the h1 of what x/mod makes of a source.
func zipSource(in []byte) (any, error) {
	m, dir, remove, err := makeSource(in)
	defer remove()
	if err != nil {
		return nil, err
	}
	f, err := os.CreateTemp("", "oracle-*.zip")
	if err != nil {
		return nil, err
	}
	defer os.Remove(f.Name())
	err = modzip.CreateFromDir(f, m, dir)
	if err = errors.Join(err, f.Close()); err != nil {
		return nil, err
	}
	checked, err := modzip.CheckZip(m, f.Name())
	if err != nil {
		return nil, err
	}
	h1, err := dirhash.HashZip(f.Name(), dirhash.Hash1)
	return sourceZip{h1, checked.Valid}, err
}

func makeSource(in []byte) (m module.Version, dir string, remove func(), err error) {
	var s source
	remove = func() {}
	if err = json.Unmarshal(in, &s); err != nil {
		return
	}
	m = module.Version{Path: s.Path, Version: s.Version}
	dir, err = os.MkdirTemp("", "oracle-source-")
	if err != nil {
		return
	}
	remove = func() { os.RemoveAll(dir) }
	for _, entry := range s.Entries {
		if err = makeEntry(dir, entry); err != nil {
			return
		}
	}
	return
}

func makeEntry(dir string, entry sourceEntry) error {
	name := filepath.Join(dir, bytesOf(entry.Name))
	if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
		return err
	}
	switch entry.Kind {
	case "folder":
		return os.MkdirAll(name, 0o777)
	case "link":
		return os.Symlink(entry.Text, name)
	case "pipe":
		return syscall.Mkfifo(name, 0o666)
	}
	if err := os.WriteFile(name, []byte(entry.Text), 0o666); err != nil || entry.Size == 0 {
		return err
	}
	return os.Truncate(name, entry.Size)
}

// bytesOf gives the string whose bytes are the characters of name.
func bytesOf(name string) string {
	var bytes []byte
	for _, r := range name {
		bytes = append(bytes, byte(r))
	}
	return string(bytes)
}

// reasons gives path and reason of each, without what the reason says of names.
func reasons(dir string, list []modzip.FileError) [][2]string {
	all := [][2]string{}
	for _, e := range list {
		reason := e.Err.Error()
		for _, part := range []string{"malformed file path", "case-insensitive file name collision", "in another module"} {
			if strings.Contains(reason, part) {
				reason = part
			}
		}
		all = append(all, [2]string{below(dir, e.Path), reason})
	}
	slices.SortFunc(all, func(a, b [2]string) int { return strings.Compare(a[0], b[0]) })
	return all
}

func below(dir, file string) string {
	return strings.TrimPrefix(strings.TrimPrefix(file, dir), "/")
}
