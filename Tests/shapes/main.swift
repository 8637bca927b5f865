import ConformanceSuite
import Foundation

/// `shape-probe`: answers each line of standard input with one line.
while let line = readLine() {
    // Not `print`: a pipe's lines would be held back.
    FileHandle.standardOutput.write(Data("\(await ShapeProbe.answer(line.utf8))\n".utf8))
}
