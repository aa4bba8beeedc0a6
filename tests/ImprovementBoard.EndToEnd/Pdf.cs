using System.Diagnostics;
using System.Security.Cryptography;
using System.Text.RegularExpressions;

namespace ImprovementBoard.EndToEnd;

/// <summary>A downloaded PDF, read with the tools of poppler-utils.</summary>
internal sealed partial class Pdf(string path)
{
    public string Path => path;

    public string Hash => Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(path)));

    /// <summary>Its words in reading order, with line breaks as spaces.</summary>
    public async Task<string> WordsAsync() => Blank().Replace(await RunAsync("pdftotext", "-raw", path, "-"), " ");

    /// <summary>What pdfinfo says, such as "Tagged: yes".</summary>
    public async Task<string> FactsAsync() => Blanks().Replace(await RunAsync("pdfinfo", path), " ");

    private static async Task<string> RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false })!;
        // Read together: a tool that waits for one of its pipes would never end.
        var errors = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, await errors);
        return output;
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blank();

    [GeneratedRegex(" +")]
    private static partial Regex Blanks();
}
