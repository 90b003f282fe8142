package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode"

	"golang.org/x/mod/module"
	"golang.org/x/mod/semver"
)

// Operations on two or more strings take them in lines.
func init() {
	register("module.CheckPath", func(in []byte) (any, error) { return nil, module.CheckPath(string(in)) })
	register("module.CheckImportPath", func(in []byte) (any, error) { return nil, module.CheckImportPath(string(in)) })
	register("module.CheckFilePath", func(in []byte) (any, error) { return nil, module.CheckFilePath(string(in)) })
	register("module.FileNameChars", func([]byte) (any, error) { return fileNameChars(), nil })
	register("module.EscapePath", func(in []byte) (any, error) { return module.EscapePath(string(in)) })
	register("module.EscapeVersion", func(in []byte) (any, error) { return module.EscapeVersion(string(in)) })
	register("module.UnescapePath", func(in []byte) (any, error) { return module.UnescapePath(string(in)) })
	register("module.UnescapeVersion", func(in []byte) (any, error) { return module.UnescapeVersion(string(in)) })
	register("module.SplitPathVersion", splitPathVersion)
	register("module.PathMajorPrefix", func(in []byte) (any, error) { return module.PathMajorPrefix(string(in)), nil })
	register("module.Check", func(in []byte) (any, error) {
		path, version, _ := strings.Cut(string(in), "\n")
		return nil, module.Check(path, version)
	})
	register("module.MatchPathMajor", func(in []byte) (any, error) {
		version, pathMajor, _ := strings.Cut(string(in), "\n")
		return module.MatchPathMajor(version, pathMajor), nil
	})
	register("module.MatchPrefixPatterns", func(in []byte) (any, error) {
		globs, target, _ := strings.Cut(string(in), "\n")
		return module.MatchPrefixPatterns(globs, target), nil
	})
	register("semver", semverParts)
	register("semver.Compare", func(in []byte) (any, error) {
		a, b, _ := strings.Cut(string(in), "\n")
		return semver.Compare(a, b), nil
	})
	register("semver.Sort", func(in []byte) (any, error) {
		list := strings.Split(string(in), "\n")
		semver.Sort(list)
		return list, nil
	})
	register("module.PseudoVersion", pseudoVersion)
	register("module.PseudoVersionTime", func(in []byte) (any, error) {
		t, err := module.PseudoVersionTime(string(in))
		return t.Format(time.RFC3339), err
	})
	register("module.PseudoVersionBase", func(in []byte) (any, error) {
		base, err := module.PseudoVersionBase(string(in))
		if err != nil {
			return nil, err
		}
		rev, err := module.PseudoVersionRev(string(in))
		return []string{base, rev}, err
	})
	register("goproxy.list", func(in []byte) (any, error) { return listed(in), nil })
	register("goproxy.info", info)
}

// fileNameChars lists the code points that CheckFilePath takes as a whole file name.
func fileNameChars() []rune {
	var chars []rune
	for r := rune(0); r <= unicode.MaxRune; r++ {
		if module.CheckFilePath(string(r)) == nil {
			chars = append(chars, r)
		}
	}
	return chars
}

func splitPathVersion(in []byte) (any, error) {
	prefix, pathMajor, ok := module.SplitPathVersion(string(in))
	if !ok {
		return nil, errors.New("not ok")
	}
	return map[string]string{"prefix": prefix, "pathMajor": pathMajor}, nil
}

func semverParts(in []byte) (any, error) {
	v := string(in)
	if !semver.IsValid(v) {
		return nil, errors.New("not valid")
	}
	return map[string]any{
		"canonical":        semver.Canonical(v),
		"major":            semver.Major(v),
		"majorMinor":       semver.MajorMinor(v),
		"prerelease":       semver.Prerelease(v),
		"build":            semver.Build(v),
		"canonicalVersion": module.CanonicalVersion(v),
		"pseudo":           module.IsPseudoVersion(v),
		"zeroPseudo":       module.IsZeroPseudoVersion(v),
	}, nil
}

// pseudoVersion takes the lines major, older, rev and seconds since 1970.
func pseudoVersion(in []byte) (any, error) {
	f := strings.Split(string(in), "\n")
	seconds, err := strconv.ParseInt(f[3], 10, 64)
	if err != nil {
		return nil, err
	}
	return module.PseudoVersion(f[0], f[1], time.Unix(seconds, 0), f[2]), nil
}

// listed reads a @v/list as cmd/go's modfetch.proxyRepo.latestFromList does.
func listed(body []byte) []string {
	list := []string{}
	for line := range strings.SplitSeq(string(body), "\n") {
		if f := strings.Fields(line); len(f) >= 1 && semver.IsValid(f[0]) {
			list = append(list, f[0])
		}
	}
	return list
}

// info takes the lines path and version (empty: any), then the body. It decodes as cmd/go's modfetch.proxyRepo.Stat does,
// then checks what a version to be kept for ever must fulfil.
func info(in []byte) (any, error) {
	path, rest, _ := bytes.Cut(in, []byte("\n"))
	version, body, _ := bytes.Cut(rest, []byte("\n"))
	var got struct {
		Version string
		Time    *time.Time
		Origin  *struct{ VCS, URL, Subdir, Hash, TagPrefix, TagSum, Ref, RepoSum string }
	}
	if err := json.Unmarshal(body, &got); err != nil {
		return nil, err
	}
	if len(version) > 0 && got.Version != string(version) {
		return nil, fmt.Errorf("info for version %s", got.Version)
	}
	if err := module.Check(string(path), got.Version); err != nil {
		return nil, err
	}
	if got.Version != module.CanonicalVersion(got.Version) {
		return nil, errors.New("not canonical")
	}
	if got.Time == nil {
		return map[string]any{"version": got.Version}, nil
	}
	if module.IsPseudoVersion(got.Version) {
		t, err := module.PseudoVersionTime(got.Version)
		if err != nil {
			return nil, err
		}
		if got.Time.Before(t) {
			return nil, errors.New("before its commit")
		}
	}
	return map[string]any{"version": got.Version, "time": got.Time.UTC().Format(time.RFC3339)}, nil
}
