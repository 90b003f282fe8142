package main

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"sync"

	"golang.org/x/mod/sumdb"
)

func init() {
	register("sumdb-http", runHTTPClient)
}

// An httpRun is what a go command does with a checksum database behind a URL, with what an earlier run left in its caches.
type httpRun struct {
	Key     string            // the verifier key of GOSUMDB
	URL     string            // what comes before /lookup and /tile
	Latest  string            // the signed head that an earlier run left, or ""
	Cache   map[string][]byte // lookups and tiles that earlier runs left
	Lookups []string          // path@version, in order
}

// An httpResult holds the go.sum lines of each lookup and what the run leaves.
type httpResult struct {
	Lines  [][]string        `json:"lines"`
	Latest string            `json:"latest"`
	Cache  map[string][]byte `json:"cache"`
}

// runHTTPClient looks all modules up with one sumdb.Client; the first refusal is the verdict.
func runHTTPClient(in []byte) (any, error) {
	var run httpRun
	if err := json.Unmarshal(in, &run); err != nil {
		return nil, err
	}
	ops := &httpOps{fileOps: fileOps{key: run.Key, latest: run.Latest}, url: run.URL, cache: map[string][]byte{}}
	for file, data := range run.Cache {
		ops.cache[file] = data
	}
	lines, err := lookupAll(sumdb.NewClient(ops), &ops.fileOps, run.Lookups)
	if err != nil {
		return nil, err
	}
	return httpResult{Lines: lines, Latest: ops.latest, Cache: ops.cache}, nil
}

// httpOps asks a server, and has the caches of a go command.
type httpOps struct {
	fileOps
	url     string
	cacheMu sync.Mutex
	cache   map[string][]byte
}

func (o *httpOps) ReadRemote(path string) ([]byte, error) {
	answer, err := http.Get(o.url + path)
	if err != nil {
		return nil, err
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	if err == nil && answer.StatusCode != http.StatusOK {
		err = fmt.Errorf("%s: %s", path, answer.Status)
	}
	return body, err
}

func (o *httpOps) ReadCache(file string) ([]byte, error) {
	o.cacheMu.Lock()
	defer o.cacheMu.Unlock()
	if data, ok := o.cache[file]; ok {
		return data, nil
	}
	return nil, os.ErrNotExist
}

func (o *httpOps) WriteCache(file string, data []byte) {
	o.cacheMu.Lock()
	defer o.cacheMu.Unlock()
	o.cache[file] = data
}
