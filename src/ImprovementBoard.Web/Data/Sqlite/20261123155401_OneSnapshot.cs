using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ImprovementBoard.Web.Data.Sqlite
{
    /// <inheritdoc />
    public partial class OneSnapshot : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "SnapshotHash",
                table: "Packs",
                type: "TEXT",
                maxLength: 64,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "NotForPublication",
                table: "Actions",
                type: "TEXT",
                nullable: true);

            migrationBuilder.CreateIndex(
                name: "IX_Packs_SnapshotHash",
                table: "Packs",
                column: "SnapshotHash");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_Packs_SnapshotHash",
                table: "Packs");

            migrationBuilder.DropColumn(
                name: "SnapshotHash",
                table: "Packs");

            migrationBuilder.DropColumn(
                name: "NotForPublication",
                table: "Actions");
        }
    }
}
