using ImprovementBoard.Web;

namespace ImprovementBoard.Tests.Hosting;

public sealed class DataFolderTests
{
    [Fact]
    public void A_new_folder_for_data_is_closed_to_other_accounts_of_the_machine()
    {
        // Windows gives it the rights of the folder above.
        if (OperatingSystem.IsWindows())
            return;
        var folder = Path.Combine(Path.GetTempPath(), $"board-{Guid.NewGuid():N}");

        AppHome.MakePrivate(folder);

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(folder));
        Directory.Delete(folder);
    }
}
