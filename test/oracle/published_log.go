package main

import (
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync"

	"golang.org/x/mod/sumdb"
)

func init() {
	register("sumdb-client", runClient)
}

// A clientRun is what a go command does with a checksum database that is served as plain files.
type clientRun struct {
	Key     string   // the verifier key of GOSUMDB
	Dir     string   // the root of the GOPROXY file tree
	Latest  string   // the signed head that an earlier run left, or ""
	Lookups []string // path@version, in order
}

// A clientResult holds the go.sum lines of each lookup and the signed head that the run leaves.
type clientResult struct {
	Lines  [][]string `json:"lines"`
	Latest string     `json:"latest"`
}

// runClient looks all modules up with one sumdb.Client; the first refusal is the verdict.
func runClient(in []byte) (any, error) {
	var run clientRun
	if err := json.Unmarshal(in, &run); err != nil {
		return nil, err
	}
	name, _, _ := strings.Cut(run.Key, "+")
	ops := &fileOps{key: run.Key, root: filepath.Join(run.Dir, "sumdb", name), latest: run.Latest}
	client := sumdb.NewClient(ops)
	lines, err := lookupAll(client, ops, run.Lookups)
	if err != nil {
		return nil, err
	}
	return clientResult{Lines: lines, Latest: ops.latest}, nil
}

// lookupAll gives the lines of each of lookups, path@version, in their order; ops are those of client, or in them.
func lookupAll(client *sumdb.Client, ops *fileOps, lookups []string) ([][]string, error) {
	all := [][]string{}
	for _, lookup := range lookups {
		path, version, _ := strings.Cut(lookup, "@")
		lines, err := client.Lookup(path, version)
		if ops.security != "" {
			return nil, errors.New(ops.security)
		}
		if err != nil {
			return nil, err
		}
		all = append(all, lines)
	}
	return all, nil
}

// fileOps reads the database from files and caches nothing but the head.
type fileOps struct {
	key, root string
	mu        sync.Mutex
	latest    string
	security  string
}

func (o *fileOps) ReadRemote(path string) ([]byte, error) {
	return os.ReadFile(filepath.Join(o.root, filepath.FromSlash(path)))
}

func (o *fileOps) ReadConfig(file string) ([]byte, error) {
	if file == "key" {
		return []byte(o.key), nil
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	return []byte(o.latest), nil
}

func (o *fileOps) WriteConfig(_ string, old, new []byte) error {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.latest != string(old) {
		return sumdb.ErrWriteConflict
	}
	o.latest = string(new)
	return nil
}

func (o *fileOps) ReadCache(string) ([]byte, error) { return nil, os.ErrNotExist }
func (o *fileOps) WriteCache(string, []byte)        {}
func (o *fileOps) Log(string)                       {}
func (o *fileOps) SecurityError(msg string)         { o.security = msg }
