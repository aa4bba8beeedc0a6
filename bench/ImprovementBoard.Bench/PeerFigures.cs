using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace ImprovementBoard.Bench;

/// <summary>The same pack, read as a page, printed by programs that others build reports with. A program that is not installed is left out, and said to be.</summary>
internal static partial class PeerFigures
{
    private const int Runs = 3;
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    /// <param name="data">Folder of a portal that has drawn the pack.</param>
    /// <param name="ours">Seconds that our renderer takes for it.</param>
    public static async Task<IReadOnlyList<Figure>> MeasureAsync(Workplace place, string data, string seeds, double ours, CancellationToken ct)
    {
        await using var portal = await Portal.StartAsync(place, data, seeds, ct);
        using var office = await Reader.SignInAsync(portal, "office", ct);
        var html = await office.PageAsync($"programmes/kirklees/packs/draft-{BoardFile.LastPack(data)}/read", ct);
        var page = Path.Combine(data, "read.html");
        // The portal gives its style sheets to its own pages alone, and this page is opened as a file.
        foreach (Match sheet in StyleSheet().Matches(html))
            html = html.Replace(sheet.Value, $"<style>{await office.PageAsync(sheet.Groups["href"].Value, ct)}</style>", StringComparison.Ordinal);
        await File.WriteAllTextAsync(page, html.Replace("<head>", $"<head><base href=\"{portal.Address}\">", StringComparison.Ordinal), ct);
        return
        [
            await PrintAsync("Chromium", "chromium", ["--headless", "--no-sandbox", "--disable-gpu", $"--user-data-dir={Path.Combine(data, "chromium")}", "--no-pdf-header-footer", "--virtual-time-budget=10000"], pdf => [$"--print-to-pdf={pdf}", page], 2, ours, data, ct),
            await PrintAsync("WeasyPrint", "weasyprint", [], pdf => [page, pdf], 10, ours, data, ct),
        ];
    }

    private static async Task<Figure> PrintAsync(string name, string program, string[] options, Func<string, string[]> files, double bar, double ours, string data, CancellationToken ct)
    {
        var what = $"— the same pack as a page, printed by {name}";
        var (seconds, memory, pdf) = (new List<double>(), 0.0, Path.Combine(data, $"{program}.pdf"));
        // One that takes minutes is not asked again.
        for (var i = 0; i < Runs && seconds.Sum() < 60; i++)
        {
            using var print = Start(program, [.. options, .. files(pdf)]);
            if (print is null)
                return Figure.Plain(what, "not measured", $"{name} is not installed here");
            var clock = Stopwatch.StartNew();
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
            limit.CancelAfter(Limit);
            try
            {
                while (!print.HasExited)
                {
                    memory = Math.Max(memory, Proc.Tree(print.Id).Sum(id => Proc.Kilobytes(id, "VmRSS:")) / 1024.0);
                    await Task.WhenAny(print.WaitForExitAsync(limit.Token), Task.Delay(20, limit.Token));
                    limit.Token.ThrowIfCancellationRequested();
                }
            }
            finally
            {
                if (!print.HasExited)
                    print.Kill(entireProcessTree: true);
            }
            seconds.Add(clock.Elapsed.TotalSeconds);
        }
        var about = await AboutAsync(pdf, ct);
        var pages = int.Parse(Pages().Match(about).Groups["count"].Value, CultureInfo.InvariantCulture);
        var values = new Values(seconds);
        var times = values.Median / ours;
        return new(what, $"{Figure.Number(values.Min)} / **{Figure.Number(values.Median)}** / {Figure.Number(values.Max)} s, **{Figure.Number(times)} ×** our renderer", $"≥ {Figure.Number(bar)} ×", times >= bar,
            $"{seconds.Count} of at most {Runs} runs, process start to end; {pages} pages, {Figure.Number(pages / values.Median)} a second, {(Tagged().IsMatch(about) ? "tagged" : "not tagged")}; up to {Figure.Number(memory)} MiB resident, what its processes share counted in each");
    }

    private static Process? Start(string program, string[] args)
    {
        // bash puts what the program says out of the way and becomes it.
        var start = new ProcessStartInfo("bash") { ArgumentList = { "-c", "command -v \"$0\" > /dev/null || exit 127; exec \"$0\" \"$@\" > /dev/null 2>&1", program } };
        Array.ForEach(args, start.ArgumentList.Add);
        var process = Process.Start(start)!;
        return process.WaitForExit(TimeSpan.FromMilliseconds(50)) && process.ExitCode == 127 ? null : process;
    }

    private static async Task<string> AboutAsync(string pdf, CancellationToken ct)
    {
        using var info = Process.Start(new ProcessStartInfo("pdfinfo", [pdf]) { UseShellExecute = false, RedirectStandardOutput = true })!;
        var about = await info.StandardOutput.ReadToEndAsync(ct);
        await info.WaitForExitAsync(ct);
        return info.ExitCode == 0 ? about : throw new InvalidOperationException($"There is no PDF at {pdf}.");
    }

    [GeneratedRegex("<link rel=\"stylesheet\" href=\"(?<href>[^\"]+)\" ?/?>", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex StyleSheet();

    [GeneratedRegex("^Pages: +(?<count>[0-9]+)", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Pages();

    [GeneratedRegex("^Tagged: +yes", RegexOptions.Multiline, 1000)]
    private static partial Regex Tagged();
}
