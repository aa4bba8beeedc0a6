using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using ImprovementBoard.Core.Packs;

namespace ImprovementBoard.Web.Features.Packs;

/// <summary>A PDF and what is known about it.</summary>
/// <param name="Replaced">Characters that no font could show and that are printed as □.</param>
/// <param name="Template">See <see cref="Pack.TemplateHash"/>.</param>
public sealed record RenderedPack(byte[] Pdf, int Pages, string Replaced, string Template);

/// <summary>The document could not be drawn. The message says why and what to do, in one sentence.</summary>
public sealed class RenderException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>
/// Draws a pack in a child process of its own: no memory creeps, and a template that runs away is stopped cleanly.
/// Content goes in as one line of JSON and is data all the way; one line of JSON comes out, and the PDF after it.
/// </summary>
internal sealed class TypstRenderer(BoardOptions options)
{
    private static readonly string Template = Path.Combine(Features, "Packs", "Template");

    // At most two at once: each takes a core and 150 MB for 26 pages, 310 MB for 120, 1.4 GB for 680.
    private static readonly SemaphoreSlim Slots = new(2);

    private static string Features => AppHome.IsCheckout
        ? Path.Combine(AppHome.Path, "src", "ImprovementBoard.Web", "Features")
        : Path.Combine(AppHome.Path, "Features");

    /// <summary>Draws the document. The child starts while the content is still being read, and waits for it.</summary>
    /// <exception cref="RenderException">Node.js or the template is missing, failed, or took too long.</exception>
    public async Task<RenderedPack> RenderAsync(Func<Task<PackContent>> content, CancellationToken ct)
    {
        await Slots.WaitAsync(ct);
        try
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
            limit.CancelAfter(TimeSpan.FromSeconds(options.Packs.TimeLimitSeconds));
            return await RunAsync(content, limit.Token, ct);
        }
        finally
        {
            Slots.Release();
        }
    }

    private async Task<RenderedPack> RunAsync(Func<Task<PackContent>> content, CancellationToken limit, CancellationToken stop)
    {
        using var process = Start();
        try
        {
            var errors = process.StandardError.ReadToEndAsync(limit);
            var line = PackDocument.ToJson(await content());
            // A child that dies early closes its input; what it said on the way out is the better message.
            try
            {
                await process.StandardInput.WriteLineAsync(line.AsMemory(), limit);
                process.StandardInput.Close();
            }
            catch (IOException)
            {
                await process.WaitForExitAsync(limit);
                throw new RenderException($"The PDF renderer stopped before it began: {Ending(process.ExitCode, await errors)}");
            }
            using var answer = new MemoryStream();
            await process.StandardOutput.BaseStream.CopyToAsync(answer, limit);
            await process.WaitForExitAsync(limit);
            return Read(answer.ToArray(), process.ExitCode, await errors);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            throw new RenderException($"The PDF took longer than {options.Packs.TimeLimitSeconds} seconds and was stopped. Try again, or raise ImprovementBoard:Packs:TimeLimitSeconds.");
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }
    }

    private Process Start()
    {
        var script = Path.Combine(Template, "render.mjs");
        if (!File.Exists(script))
            throw new RenderException($"The pack template is missing: {script}. Reinstall the portal.");
        var start = new ProcessStartInfo(options.Packs.NodePath)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardInputEncoding = new UTF8Encoding(false),
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
            WorkingDirectory = Template,
            // Half the compiler: less memory at the same speed, since most of the work is in native code.
            ArgumentList = { "--lite-mode", script },
        };
        // The child sees no secret of ours.
        var keep = new[] { "PATH", "SystemRoot", "TEMP", "TMP" }.Select(k => (k, Environment.GetEnvironmentVariable(k))).ToList();
        start.Environment.Clear();
        // On Linux: one memory pool, since a second saves 3 % of the time and takes 3 MB in every other run; and what is free goes back to the system.
        start.Environment["MALLOC_ARENA_MAX"] = "1";
        start.Environment["MALLOC_TRIM_THRESHOLD_"] = "4194304";
        foreach (var (key, value) in keep.Where(k => k.Item2 is not null))
            start.Environment[key] = value;
        try
        {
            return Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            throw new RenderException($"Node.js could not be started as \"{options.Packs.NodePath}\". Install Node.js 20 or later, or name it in ImprovementBoard:Packs:NodePath.", e);
        }
    }

    private static RenderedPack Read(byte[] output, int exitCode, string errors)
    {
        var end = Array.IndexOf(output, (byte)'\n');
        var (line, pdf) = end < 0 ? (output, []) : (output[..end], output[(end + 1)..]);
        if (line.Length == 0)
            throw new RenderException($"The PDF renderer gave no answer: {Ending(exitCode, errors)}");
        Answer? read;
        try
        {
            read = JsonSerializer.Deserialize<Answer>(line, JsonSerializerOptions.Web);
        }
        catch (JsonException e)
        {
            var said = Encoding.UTF8.GetString(line);
            throw new RenderException($"The PDF renderer gave an answer that is not JSON: {said[..Math.Min(200, said.Length)]}", e);
        }
        // One that dies on the way out may have died before the last byte.
        if (read is { Ok: true } && exitCode != 0)
            throw new RenderException($"The PDF renderer ended with code {exitCode} after its answer: {Said(errors)}");
        if (read is not { Ok: true } || !pdf.AsSpan().StartsWith("%PDF-"u8))
            throw new RenderException($"The PDF could not be drawn: {read?.Error ?? Said(errors)}");
        return new RenderedPack(pdf, read.Pages, string.Concat(read.Replaced ?? []), TemplateHash());
    }

    /// <summary>
    /// SHA-256 over the files of the template by name, and over the build of what a pack says. The lock file among them pins compiler, chart library and fonts.
    /// </summary>
    internal static string TemplateHash()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var files = Directory.EnumerateDirectories(Template).Where(d => Path.GetFileName(d) != "node_modules").Prepend(Template).SelectMany(Directory.EnumerateFiles);
        foreach (var file in files.Select(f => Path.GetRelativePath(Template, f).Replace('\\', '/')).Order(StringComparer.Ordinal))
        {
            hash.AppendData(Encoding.UTF8.GetBytes($"{file}\n"));
            hash.AppendData(SHA256.HashData(File.ReadAllBytes(Path.Combine(Template, file))));
        }
        hash.AppendData(typeof(PackAssembler).Module.ModuleVersionId.ToByteArray());
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    // Ended by a signal: what is said then is a trace of the program’s own. 133 and 134 when Node.js gives up, 137 when the system does, 139 when neither could.
    private static string Ending(int exitCode, string errors) => exitCode switch
    {
        133 or 134 or 137 or 139 => $"it ran out of memory, or the system stopped it (code {exitCode}). Give the machine more memory, then try again.",
        _ when errors.Contains("ERR_MODULE_NOT_FOUND", StringComparison.Ordinal) => $"{Said(errors)}. Reinstall the portal.",
        _ => Said(errors),
    };

    // The last line that names an error: where nothing catches it, Node.js ends with a trace and its own version.
    private static string Said(string errors)
    {
        var lines = errors.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return lines.LastOrDefault(line => line.Contains("Error", StringComparison.Ordinal) && line.Contains(": ", StringComparison.Ordinal)) ?? lines.LastOrDefault() ?? "it said nothing.";
    }

    private sealed record Answer(bool Ok, int Pages, IReadOnlyList<string>? Replaced, string? Error);
}
