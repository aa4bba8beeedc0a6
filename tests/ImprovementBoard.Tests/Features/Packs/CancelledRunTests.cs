using System.Globalization;
using ImprovementBoard.Core;
using ImprovementBoard.Core.Access;
using ImprovementBoard.Core.Packs;
using ImprovementBoard.Web.Features.Packs;
using Microsoft.EntityFrameworkCore;

namespace ImprovementBoard.Tests.Features.Packs;

/// <summary>A person stops a run: the child process ends, nothing is stored, and the row says who.</summary>
public sealed class CancelledRunTests
{
    private const string Said = "Cancelled by the programme office. Nothing was made.";

    [Fact]
    public async Task A_draft_that_is_being_drawn_is_stopped_with_its_child()
    {
        await using var database = await TestDatabase.SeededAsync();
        var pid = Path.Combine(database.Store.Folder, "pid");
        database.Options.Packs.NodePath = Script(database, $"echo $$ >{pid}; exec sleep 600");
        var (office, runs) = (await database.KirkleesAsync(Role.Office), database.Get<PackRuns>());
        var id = await runs.AskForDraftAsync(office, Audience.Board);
        var run = Task.Run(() => runs.RunAskedAsync(office.Id, id, office.Actor.MemberId!.Value, default));
        Assert.True(SpinWait.SpinUntil(() => File.Exists(pid) && File.ReadAllText(pid).EndsWith('\n'), TimeSpan.FromSeconds(30)), "The renderer did not start.");

        await runs.CancelAsync(office, id);
        await run.WaitAsync(TimeSpan.FromSeconds(30));

        var after = (await runs.FindAsync(office, id))!;
        Assert.Equal((RunOutcome.Cancelled, Said, "Programme office"), (after.Outcome, after.Message, after.CancelledBy));
        Assert.NotNull(after.EndedAt);
        await using var db = database.Open(office.Id);
        Assert.Equal((0, 0), (await db.Packs.CountAsync(), await db.Files.CountAsync()));
        var child = int.Parse(await File.ReadAllTextAsync(pid), CultureInfo.InvariantCulture);
        Assert.True(SpinWait.SpinUntil(() => IsGone(child), TimeSpan.FromSeconds(10)), "The renderer is still running.");
    }

    [Fact]
    public async Task One_that_has_not_begun_never_begins()
    {
        await using var database = await TestDatabase.SeededAsync();
        var (office, runs) = (await database.KirkleesAsync(Role.Office), database.Get<PackRuns>());
        var id = await runs.AskForDraftAsync(office, Audience.Board);
        // A press too many does not queue another; a draft of another edition may wait beside it.
        Assert.Equal("You have asked for this already, and it is being made. Wait until it is there, or cancel it.", (await Assert.ThrowsAsync<RuleException>(() => runs.AskForDraftAsync(office, Audience.Board))).Message);
        await runs.CancelAsync(office, await runs.AskForDraftAsync(office, Audience.Public));

        await runs.CancelAsync(office, id);
        await runs.RunAskedAsync(office.Id, id, office.Actor.MemberId!.Value, default);
        await runs.CancelAsync(office, await runs.AskForDraftAsync(office, Audience.Board));

        Assert.Equal((RunOutcome.Cancelled, Said), ((await runs.FindAsync(office, id))!.Outcome, (await runs.FindAsync(office, id))!.Message));
        await using var db = database.Open(office.Id);
        Assert.Equal(0, await db.Packs.CountAsync());
    }

    [Fact]
    public async Task One_that_is_over_stays_as_it_ended_and_a_schedule_is_not_cancelled()
    {
        await using var database = await TestDatabase.SeededAsync();
        var (office, runs) = (await database.KirkleesAsync(Role.Office), database.Get<PackRuns>());
        var id = await runs.AskForDraftAsync(office, Audience.Board);
        await runs.RunAskedAsync(office.Id, id, office.Actor.MemberId!.Value, default);
        await using var db = database.Open(office.Id);
        var bySchedule = new PackRun { ProgrammeId = office.Id, ScheduleId = 1, AskedBy = "Scheduler", Outcome = RunOutcome.Running };
        db.PackRuns.Add(bySchedule);
        await db.SaveChangesAsync();

        await runs.CancelAsync(office, id);
        await runs.CancelAsync(office, bySchedule.Id);

        Assert.Equal((RunOutcome.Built, null), ((await runs.FindAsync(office, id))!.Outcome, (await runs.FindAsync(office, id))!.CancelledBy));
        Assert.Null((await runs.FindAsync(office, bySchedule.Id))!.CancelledBy);
        await Assert.ThrowsAsync<ForbiddenException>(async () => await runs.CancelAsync(await database.KirkleesAsync(Role.Chair), id));
    }

    private static string Script(TestDatabase database, string commands)
    {
        var path = Path.Combine(database.Store.Folder, "fake-node");
        File.WriteAllText(path, $"#!/bin/sh\n{commands}\n");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        return path;
    }

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
