import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { utf8 } from '../bytes.ts'
import { parseGoMod } from '../modfile/gomod.ts'
import { parseGoWork } from '../modfile/gowork.ts'
import { MainModules } from './main-modules.ts'
import { neededToolchain } from './needed-toolchain.ts'

const module = (lines: string) => ({ folder: '/p', goMod: parseGoMod('go.mod', utf8(`module x.test/p\n${lines}`)) })
const needs = (lines: string) => neededToolchain(new MainModules([module(lines)]))

describe('the toolchain that a project needs', () => {
  it('is the higher of the go and the toolchain line', () => {
    assert.equal(needs('go 1.24.3\n'), '1.24.3')
    assert.equal(needs('go 1.24\ntoolchain go1.25.1\n'), '1.25.1')
    assert.equal(needs('go 1.26.1\ntoolchain go1.25.1\n'), '1.26.1')
    assert.equal(needs('go 1.27rc1\n'), '1.27rc1')
  })

  it('is the first release of a language version', () => {
    assert.equal(needs('go 1.24\n'), '1.24.0')
  })

  it('is none before 1.21, nor by default', () => {
    assert.equal(needs('go 1.20\n'), undefined)
    assert.equal(needs(''), undefined)
    assert.equal(needs('go 1.20\ntoolchain default\n'), undefined)
  })

  it('of a workspace is what go.work and its modules say', () => {
    const goWork = parseGoWork('go.work', utf8('go 1.24.0\nuse ./p\n'))
    assert.equal(neededToolchain(new MainModules([module('go 1.25.2\n')], { folder: '/', goWork })), '1.25.2')
  })
})
