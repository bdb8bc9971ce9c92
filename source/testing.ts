// `tracescope/testing`: for tests of what a program traces. It subscribes to the host's channels, and loads nothing
// else of the package.

export {
  record, type RecordedEvent, type Recorder, type RecordOptions, type Recordable, type RecordableChannel
} from './testing/recorder.js'
