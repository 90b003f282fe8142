package main

import (
	"archive/zip"
	"bytes"
	"errors"
	"io"
	"os"
	"strings"
	"unicode"

	"golang.org/x/mod/module"
	"golang.org/x/mod/sumdb/dirhash"
	modzip "golang.org/x/mod/zip"
)

func init() {
	register("zip", inspectZip)
	register("dirhash", hashFiles)
	register("fold-classes", foldClasses)
}

// zipContents is what goferry reports of a zip that it takes.
type zipContents struct {
	H1            string  `json:"h1"`
	GoMod         *string `json:"goMod,omitempty"`
	Files         int     `json:"files"`
	UnpackedBytes int     `json:"unpackedBytes"`
}

// inspectZip takes the line "path@version" and the zip behind it. It does what the go command does with a downloaded
// zip: check it, read every file, hash it.
func inspectZip(in []byte) (any, error) {
	line, content, _ := bytes.Cut(in, []byte("\n"))
	path, version, _ := strings.Cut(string(line), "@")
	m := module.Version{Path: path, Version: version}
	file, err := temporary(content)
	if err != nil {
		return nil, err
	}
	defer os.Remove(file)
	if _, err := modzip.CheckZip(m, file); err != nil {
		return nil, err
	}
	contents, err := readAll(file, m.String()+"/go.mod")
	if err != nil {
		return nil, err
	}
	contents.H1, err = dirhash.HashZip(file, dirhash.Hash1)
	return contents, err
}

func readAll(file, goMod string) (*zipContents, error) {
	z, err := zip.OpenReader(file)
	if err != nil {
		return nil, err
	}
	defer z.Close()
	contents := &zipContents{Files: len(z.File)}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			return nil, err
		}
		data, err := io.ReadAll(r)
		r.Close()
		if err != nil {
			return nil, err
		}
		contents.UnpackedBytes += len(data)
		if f.Name == goMod {
			text := string(data)
			contents.GoMod = &text
		}
	}
	return contents, nil
}

func temporary(content []byte) (string, error) {
	f, err := os.CreateTemp("", "oracle-*.zip")
	if err != nil {
		return "", err
	}
	_, err = f.Write(content)
	return f.Name(), errors.Join(err, f.Close())
}

// fileHashes holds the h1: of a list of files, and of the first of them as a go.mod.
type fileHashes struct {
	Files string `json:"files"`
	GoMod string `json:"goMod"`
}

// hashFiles takes names and contents in turn, separated by NUL; a name that comes again has its last content.
func hashFiles(in []byte) (any, error) {
	parts := strings.Split(string(in), "\x00")
	contents := map[string]string{}
	var names []string
	for i := 0; i+1 < len(parts); i += 2 {
		names = append(names, parts[i])
		contents[parts[i]] = parts[i+1]
	}
	open := func(name string) (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(contents[name])), nil }
	files, err := dirhash.Hash1(names, open)
	if err != nil {
		return nil, err
	}
	first := func(string) (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(parts[0])), nil }
	goMod, err := dirhash.Hash1([]string{"go.mod"}, first)
	return fileHashes{files, goMod}, err
}

// foldClasses gives every letter that Go folds, with the smallest one of its class.
func foldClasses([]byte) (any, error) {
	classes := map[string]string{}
	for r := rune(0); r <= unicode.MaxRune; r++ {
		smallest := r
		for next := unicode.SimpleFold(r); next != r; next = unicode.SimpleFold(next) {
			smallest = min(smallest, next)
		}
		if smallest != r || unicode.SimpleFold(r) != r {
			classes[string(r)] = string(smallest)
		}
	}
	return classes, nil
}
