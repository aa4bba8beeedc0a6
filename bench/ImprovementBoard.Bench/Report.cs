using System.Globalization;
using System.Text;

namespace ImprovementBoard.Bench;

/// <summary>The part of docs/benchmarks.md between the markers.</summary>
internal static class Report
{
    private static readonly CultureInfo Culture = CultureInfo.InvariantCulture;

    public static string Markdown(string machine, IReadOnlyList<Figure> figures, IReadOnlyList<string> faults)
    {
        var text = new StringBuilder();
        text.Append(machine).Append("\n\n| What | Measured (min / **median** / max) | Bar | Met | How |\n|---|---|---|---|---|\n");
        foreach (var f in figures)
            text.Append(Culture, $"| {f.What} | {f.Measured} | {f.Bar} | {f.Met switch { true => "yes", false => "**no**", null => "" }} | {f.How} |\n");
        foreach (var fault in faults)
            text.Append(Culture, $"\nNot measured: {fault}\n");
        return text.ToString();
    }
}
