// Answers questions of zones.py, one a line, about zones and windows:
//
//   offset ZONE SECONDS        the offset in seconds
//   window PERIOD SECONDS      the id, start and end of the window, and the id of the window before it
import Foundation
import Metering

let directory = CommandLine.arguments.count > 1 ? CommandLine.arguments[1] : TimeZoneRules.systemDirectory
var zones: [Substring: TimeZoneRules] = [:]
var periods: [Substring: SpendPeriod] = [:]
var answers: [String] = []

func seconds(_ date: Date?) -> String { date.map { String(Int($0.timeIntervalSince1970)) } ?? "-" }

while let line = readLine() {
    let words = line.split(separator: " ")
    guard words.count == 3, let time = Int(words[2]) else { fatalError("what is \"\(line)\"?") }
    let date = Date(timeIntervalSince1970: Double(time))
    if words[0] == "offset" {
        let zone = try zones[words[1]] ?? TimeZoneRules(named: String(words[1]), directory: directory)
        zones[words[1]] = zone
        answers.append(String(zone.offset(at: date)))
    } else {
        let period = try periods[words[1]] ?? SpendPeriod(String(words[1]), zoneDirectory: directory)
        periods[words[1]] = period
        let window = period.window(containing: date)
        let before = period.window(before: window)?.id ?? "-"
        answers.append("\(window.id) \(seconds(window.start)) \(seconds(window.end)) \(before)")
    }
}
print(answers.joined(separator: "\n"))
