using System.Globalization;
using ImprovementBoard.Core.Packs;
using ImprovementBoard.Web.Features.Packs;
using Microsoft.EntityFrameworkCore;

namespace ImprovementBoard.Tests.Features.Packs;

/// <summary>A renderer that is missing, fails or hangs: one clear sentence, a failed run, and nothing stored.</summary>
public sealed class RenderFaultTests
{
    [Fact]
    public async Task Node_is_not_there()
    {
        await using var database = await TestDatabase.SeededAsync();
        database.Options.Packs.NodePath = "/nowhere/node";

        await FailsAsync(database, "Node.js could not be started as \"/nowhere/node\". Install Node.js 20 or later, or name it in ImprovementBoard:Packs:NodePath.");
    }

    [Theory]
    [InlineData("cat >/dev/null; echo 'this is not JSON'", "The PDF renderer gave an answer that is not JSON: this is not JSON")]
    [InlineData("cat >/dev/null; echo 'out of memory' >&2; exit 3", "The PDF renderer gave no answer: out of memory")]
    [InlineData("cat >/dev/null; exit 3", "The PDF renderer gave no answer: it said nothing.")]
    [InlineData("cat >/dev/null; echo '26: 0x195e376 [node]' >&2; kill -9 $$", "The PDF renderer gave no answer: it ran out of memory, or the system stopped it (code 137). Give the machine more memory, then try again.")]
    [InlineData("cat >/dev/null; echo 'FATAL ERROR: Reached heap limit' >&2; exit 134", "it ran out of memory, or the system stopped it (code 134). Give the machine more memory, then try again.")]
    [InlineData("exec node --max-old-space-size=8 \"$@\"", "JS heap out of memory. Give the machine more memory, then try again.")]
    [InlineData("echo 'cannot find module' >&2; exit 1", "cannot find module")]
    [InlineData("cat >/dev/null; echo '{\"ok\":false,\"error\":\"Fault in pack.typ, line 3: unknown variable.\"}'", "The PDF could not be drawn: Fault in pack.typ, line 3: unknown variable.")]
    [InlineData("cat >/dev/null; echo '{\"ok\":true,\"pages\":3}'", "The PDF could not be drawn: it said nothing.")]
    [InlineData("cat >/dev/null; echo '{\"ok\":true,\"pages\":3}'; echo 'a page of something else'", "The PDF could not be drawn: it said nothing.")]
    [InlineData("cat >/dev/null; echo 'null'", "The PDF could not be drawn: it said nothing.")]
    public async Task The_renderer_fails(string script, string sentence)
    {
        await using var database = await TestDatabase.SeededAsync();
        database.Options.Packs.NodePath = Script(database, script);

        await FailsAsync(database, sentence);
    }

    // Typst draws with a neighbouring weight where one is missing and says nothing: the pack would look otherwise and have another hash.
    [Theory]
    [InlineData("rm source-sans/TTF/SourceSans3-Semibold.ttf", "The PDF could not be drawn: The font SourceSans3-Semibold.ttf of the pack template is missing. Reinstall the portal.")]
    [InlineData("truncate -s 2000 source-sans/TTF/SourceSans3-Semibold.ttf", "The PDF could not be drawn: The font SourceSans3-Semibold.ttf of the pack template is damaged. Reinstall the portal.")]
    [InlineData("rm @expo-google-fonts", "The PDF could not be drawn: The font IBMPlexSansArabic_400Regular.ttf of the pack template is missing. Reinstall the portal.")]
    [InlineData("rm echarts", "Cannot find package 'echarts' imported from ")]
    [InlineData("rm @myriaddreamin", "Cannot find package '@myriaddreamin/typst-ts-node-compiler' imported from ")]
    public async Task A_part_of_the_template_is_missing_or_damaged(string harm, string sentence)
    {
        await using var database = await TestDatabase.SeededAsync();
        database.Options.Packs.NodePath = Script(database, $"""
            copy={database.Store.Folder}/template
            mkdir -p $copy/node_modules; cp -r *.mjs *.json *.typ sections $copy
            for package in node_modules/*; do ln -s "$PWD/$package" $copy/node_modules/; done
            rm $copy/node_modules/source-sans; cp -r node_modules/source-sans $copy/node_modules
            cd $copy/node_modules; {harm}
            exec node "$1" $copy/render.mjs
            """);

        var fault = await FailsAsync(database, sentence);

        Assert.EndsWith("Reinstall the portal.", fault, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_renderer_ends_with_an_error_after_an_answer_that_looks_good()
    {
        await using var database = await TestDatabase.SeededAsync();
        database.Options.Packs.NodePath = Script(database, "cat >/dev/null; echo '{\"ok\":true,\"pages\":1}'; echo '%PDF-1.7'; echo 'killed while writing' >&2; exit 137");

        await FailsAsync(database, "killed while writing");
    }

    [Fact]
    public async Task The_renderer_hangs_and_is_stopped_with_all_it_started()
    {
        await using var database = await TestDatabase.SeededAsync();
        database.Options.Packs.TimeLimitSeconds = 1;
        var pids = Path.Combine(database.Store.Folder, "pids");
        database.Options.Packs.NodePath = Script(database, $"echo $$ >>{pids}; sleep 600 & echo $! >>{pids}; wait");

        await FailsAsync(database, "The PDF took longer than 1 seconds and was stopped. Try again, or raise ImprovementBoard:Packs:TimeLimitSeconds.");

        var started = (await File.ReadAllLinesAsync(pids)).Select(line => int.Parse(line, CultureInfo.InvariantCulture)).ToList();
        Assert.Equal(2, started.Count);
        Assert.True(SpinWait.SpinUntil(() => started.TrueForAll(IsGone), TimeSpan.FromSeconds(10)), "A child of the renderer is still running.");
    }

    [Fact]
    public async Task After_a_fault_the_next_run_makes_the_packs()
    {
        await using var database = await TestDatabase.SeededAsync();
        database.Options.Packs.NodePath = "/nowhere/node";
        await FailsAsync(database, "Node.js could not be started");
        database.Options.Packs.NodePath = "node";
        var (programme, schedule) = await ScheduleAsync(database);

        await database.Get<PackRuns>().RunScheduleAsync(programme, schedule, default);

        await using var db = database.Open(programme);
        var run = await db.PackRuns.OrderBy(r => r.Id).LastAsync();
        Assert.Equal((RunOutcome.Built, 2), (run.Outcome, await db.Packs.CountAsync()));
        Assert.Matches(@"^Made pack 1 \(July 2018, \d+ pages\) and pack 2 \(August 2018, \d+ pages\)$", run.Message);
        Assert.NotNull(run.EndedAt);
    }

    private static async Task<string> FailsAsync(TestDatabase database, string sentence)
    {
        var (programme, schedule) = await ScheduleAsync(database);

        var fault = await Assert.ThrowsAsync<RenderException>(() => database.Get<PackRuns>().RunScheduleAsync(programme, schedule, default));

        Assert.Contains(sentence, fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', fault.Message);
        await using var db = database.Open(programme);
        var run = await db.PackRuns.SingleAsync();
        Assert.Equal((RunOutcome.Failed, fault.Message, null), (run.Outcome, run.Message, run.PackId));
        Assert.NotNull(run.EndedAt);
        Assert.Equal((0, 0), (await db.Packs.CountAsync(), await db.Files.CountAsync()));
        return fault.Message;
    }

    private static async Task<(int Programme, int Schedule)> ScheduleAsync(TestDatabase database)
    {
        var kirklees = await database.KirkleesAsync();
        await using var db = database.Open(kirklees.Id);
        return (kirklees.Id, (await db.Schedules.SingleAsync()).Id);
    }

    internal static string Script(TestDatabase database, string commands)
    {
        var path = Path.Combine(database.Store.Folder, "fake-node");
        File.WriteAllText(path, $"#!/bin/sh\n{commands}\n");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        return path;
    }

    // A process nobody has buried yet has no command line any more.
    private static bool IsGone(int pid)
    {
        try
        {
            return File.ReadAllText($"/proc/{pid}/cmdline").Length == 0;
        }
        catch (IOException)
        {
            return true;
        }
    }
}
