using System.Diagnostics;
using ImprovementBoard.Web;

namespace ImprovementBoard.Tests;

/// <summary>A test that needs the real reports, which the repository does not hold; skipped, with the reason, where they are absent.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ReportFactAttribute : FactAttribute
{
    public ReportFactAttribute()
    {
        if (!File.Exists(Report))
            Skip = $"The report is not at {Report}, so citations cannot be compared with it.";
        else if (!PopplerFactAttribute.Installed)
            Skip = PopplerFactAttribute.Missing;
    }

    /// <summary>Ofsted's report on Kirklees of 25 November 2016, beside the checkout.</summary>
    public static string Report { get; } = Path.GetFullPath(Path.Combine(AppHome.Path, "..", "shared", "data", "ofsted", "kirklees2016.pdf"));
}

/// <summary>A test that reads a PDF with <c>pdftotext</c>; skipped, with the reason, where that is absent.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PopplerFactAttribute : FactAttribute
{
    public const string Missing = "pdftotext is not installed (Debian: poppler-utils), so the text of a PDF cannot be read.";

    public PopplerFactAttribute()
    {
        if (!Installed)
            Skip = Missing;
    }

    public static bool Installed { get; } = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, "pdftotext")));

    /// <summary>The text of a PDF, page by page.</summary>
    public static async Task<IReadOnlyList<string>> PagesAsync(string path)
    {
        var start = new ProcessStartInfo("pdftotext") { UseShellExecute = false, RedirectStandardOutput = true, StandardOutputEncoding = System.Text.Encoding.UTF8 };
        foreach (var arg in new[] { "-enc", "UTF-8", "-layout", path, "-" })
            start.ArgumentList.Add(arg);
        using var process = Process.Start(start)!;
        var text = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return text.Split('\f');
    }
}
